import { execFileSync } from 'node:child_process';
import { parseTime } from '../../../shared/core/ingest/parseTime';

const enqueued = '2026-01-02T00:00:00.000Z';

const times: [string | number, string][] = [
  ['2007-01-09T09:41:00.22Z', '2007-01-09T09:41:00.220Z'],
  ['2007-01-09T09:41:00.6816663Z', '2007-01-09T09:41:00.681Z'],
  ['2007-01-09T09:41:00.535404056Z', '2007-01-09T09:41:00.535Z'],
  ['2007-01-09T09:41:00.992099+00:00', '2007-01-09T09:41:00.992Z'],
  ['2007-01-09T11:41:00+02:00', '2007-01-09T09:41:00.000Z'],
  ['2007-01-09T04:11:00-0530', '2007-01-09T09:41:00.000Z'],
  ['2007-01-09T09:41:00', '2007-01-09T09:41:00.000Z'],
  ['2025-02-14T14:27:30.710664', '2025-02-14T14:27:30.710Z'],
  ['01/09/2007 09:41:00', '2007-01-09T09:41:00.000Z'],
  ['1/9/2007 09:41:00', '2007-01-09T09:41:00.000Z'],
  ['01/09/2007 09:41:00 AM', '2007-01-09T09:41:00.000Z'],
  ['11/14/2025 1:48:53 AM', '2025-11-14T01:48:53.000Z'],
  ['8/22/2022 6:07:16 PM', '2022-08-22T18:07:16.000Z'],
  ['8/22/2022 12:07:16 AM', '2022-08-22T00:07:16.000Z'],
  ['1/9/2007 10:41:00 AM +01:00', '2007-01-09T09:41:00.000Z'],
  ['11/3/2020 9:06:42 AM +00:00', '2020-11-03T09:06:42.000Z'],
  ['2022-09-09T8:48:50.361Z', '2022-09-09T08:48:50.361Z'],
  ['2025-01-15 09:35:20.456', '2025-01-15T09:35:20.456Z'],
  ['2020-11-25 21:27:03.496000000', '2020-11-25T21:27:03.496Z'],
  ['Tue Sep 30 17:37:30 2014', '2014-09-30T17:37:30.000Z'],
  ['Mon May  2 22:27:32 2016 UTC', '2016-05-02T22:27:32.000Z'],
  [1412123850, '2014-10-01T00:37:30.000Z'],
  ['1412123850', '2014-10-01T00:37:30.000Z'],
  [1733975962447, '2024-12-12T03:59:22.447Z'],
  ['1733975962447', '2024-12-12T03:59:22.447Z'],
  [1604994496.155, '2020-11-10T07:48:16.155Z'],
  ['1604994496.155', '2020-11-10T07:48:16.155Z'],
  [1733975962447123, '2024-12-12T03:59:22.447Z'],
  ['1733975962447123456', '2024-12-12T03:59:22.447Z'],
  ['Jul 10, 2023, 11:45:00 AM', '2023-07-10T11:45:00.000Z'],
  ['2026-11-21', '2026-11-21T00:00:00.000Z'],
  ['Jan  1 23:00:00', '2026-01-01T23:00:00.000Z'],
  ['Jan  2 12:00:00', '2026-01-02T12:00:00.000Z'],
  ['Jan  9 00:00:00', '2025-01-09T00:00:00.000Z'],
  ['Dec 31 23:59:59', '2025-12-31T23:59:59.000Z'],
];

it.each(times)('reads %j', (value, expected) => {
  expect(parseTime(value, enqueued)).toBe(expected);
});

it.each([
  '',
  'today',
  '2026-13-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T25:00:00Z',
  '13/13/2026 00:00:00',
  42,
  -1,
  NaN,
  Infinity,
  1e30,
  '42',
  null,
  true,
  {},
  [],
  '1'.repeat(70),
  'Feb 30 00:00:00',
])('takes %j for no time', (value) => {
  expect(parseTime(value as never, enqueued)).toBeUndefined();
});

it('puts a syslog time into the year that brings it nearest, at most a day ahead', () => {
  expect(parseTime('Jan  1 00:30:00', '2025-12-31T23:50:00.000Z')).toBe('2026-01-01T00:30:00.000Z');
});

it('reads the same in every time zone of the machine', () => {
  const script = `require('@swc/core');const {transformSync}=require('@swc/core');const fs=require('fs');
    const file='shared/core/ingest/parseTime.ts';
    const {code}=transformSync(fs.readFileSync(file,'utf8'),{filename:file,module:{type:'commonjs'}});
    const m={exports:{}};new Function('module','exports','require',code)(m,m.exports,require);
    console.log(JSON.stringify(${JSON.stringify(times.map(([value]) => value))}.map((v)=>m.exports.parseTime(v,${JSON.stringify(enqueued)}))))`;
  for (const TZ of ['America/St_Johns', 'Asia/Kathmandu']) {
    const output = execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(times.map(([, expected]) => expected));
  }
});
