import { dayFolders, hourAfter, hourOfBlob, isHourOver } from '../../../../shared/core/ingest/pull/flowLogPath';

const nsg =
  'resourceId=/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG';

test('the hour of a blob stands in its path', () => {
  const vnet = 'flowLogResourceID=/00000000-0000-0000-0000-000000000001_NETWORKWATCHERRG/NETWORKWATCHER_WESTEUROPE_F';
  expect(hourOfBlob(`${nsg}/y=2026/m=11/d=21/h=08/m=00/macAddress=000D3AF87856/PT1H.json`)).toBe(
    '2026-11-21T08:00:00.000Z',
  );
  expect(hourOfBlob(`${vnet}/y=2026/m=12/d=31/h=23/m=00/macAddress=000D3AF87856/PT1H.json`)).toBe(
    '2026-12-31T23:00:00.000Z',
  );
});

test.each(['PT1H.json', `${nsg}/y=2026/m=13/d=21/h=08/m=00/PT1H.json`, `${nsg}/y=2026/m=11/d=21/h=08/m=00/PT5M.json`])(
  '%s has none',
  (name) => expect(hourOfBlob(name)).toBeUndefined(),
);

test('an hour is over two hours after its end', () => {
  const hour = '2026-11-21T08:00:00.000Z';
  expect(hourAfter(hour)).toBe('2026-11-21T09:00:00.000Z');
  expect(isHourOver(hour, new Date('2026-11-21T10:59:59.999Z'))).toBe(false);
  expect(isHourOver(hour, new Date('2026-11-21T11:00:00.000Z'))).toBe(true);
});

test('days go over the end of a year, and no further than asked for', () => {
  const now = new Date('2027-01-03T00:00:00.000Z');
  expect(dayFolders('2026-12-31T23:00:00.000Z', now, 3)).toEqual([
    'y=2026/m=12/d=31/',
    'y=2027/m=01/d=01/',
    'y=2027/m=01/d=02/',
  ]);
  expect(dayFolders('2027-01-03T00:00:00.000Z', now, 3)).toEqual(['y=2027/m=01/d=03/']);
});
