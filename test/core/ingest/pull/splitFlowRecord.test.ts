import * as fc from 'fast-check';
import { source as nsgFlow } from '../../../../content/sources/nsgFlow';
import { source as vnetFlow } from '../../../../content/sources/vnetFlow';
import { splitFlowRecord } from '../../../../shared/core/ingest/pull/splitFlowRecord';
import type { RecordContext, Source } from '../../../../shared/core/ingest/source';

const context = { enqueuedAt: '2026-11-21T09:00:00.000Z', position: '', resourceId: '' } as unknown as RecordContext;

const nsgRecord = (rules: string[][]): string =>
  JSON.stringify({
    time: '2026-11-21T08:01:00Z',
    category: 'NetworkSecurityGroupFlowEvent',
    properties: {
      Version: 2,
      flows: rules.map((flowTuples, at) => ({ rule: `r${at}`, flows: [{ mac: '000D3AF87856', flowTuples }] })),
    },
  });
const vnetRecord = (rules: string[][]): string =>
  JSON.stringify({
    time: '2026-11-21T08:01:00Z',
    category: 'FlowLogFlowEvent',
    flowRecords: {
      flows: [{ aclID: 'acl', flowGroups: rules.map((flowTuples, at) => ({ rule: `r${at}`, flowTuples })) }],
    },
  });

const idsOf = (source: Source, texts: string[]): string[] =>
  texts.flatMap((text) => {
    const events = source.normalise([JSON.parse(text)], context);
    return events.map(({ id }) => id);
  });

test('a small record stays as it is, to the byte', () => {
  const text = `{ "a" : 1.0 }`;
  expect(splitFlowRecord(text, 100)).toEqual([text]);
});

test('a large record without tuples stays whole', () => {
  const text = JSON.stringify({ text: 'x'.repeat(500) });
  expect(splitFlowRecord(text, 100)).toEqual([text]);
});

test.each([
  ['version 2', nsgFlow, nsgRecord],
  ['version 4', vnetFlow, vnetRecord],
] as const)(
  'parts of a record of %s give the events of the whole, equal tuples among them',
  (_name, source, record) => {
    expect.hasAssertions();
    const tuple = fc.constantFrom('1795248000,10.0.0.4,203.0.113.5,1,443,T,O,A,B,,,,', '1795248001,x', 'y'.repeat(40));
    fc.assert(
      fc.property(fc.array(fc.array(tuple, { maxLength: 30 }), { minLength: 1, maxLength: 4 }), (rules) => {
        const whole = record(rules);
        expect(idsOf(source, splitFlowRecord(whole, 1_500)).sort()).toEqual(idsOf(source, [whole]).sort());
      }),
    );
  },
);

test('no part is larger than asked for when all tuples differ', () => {
  const tuples = Array.from({ length: 500 }, (_, at) => `1795248000,10.0.0.4,203.0.113.5,${at},443,T,O,A,B,,,,`);
  const parts = splitFlowRecord(nsgRecord([tuples, tuples.slice(0, 20)]), 4_000);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(4_000);
});
