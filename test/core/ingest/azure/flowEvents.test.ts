import { flowEvents, type FlowLog } from '../../../../shared/core/ingest/azure/flowEvents';
import { readNsgTuple } from '../../../../shared/core/ingest/azure/flowTuple';
import type { RecordContext } from '../../../../shared/core/ingest/source';

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7/0' };
const text = '1795248000,10.0.0.4,203.0.113.5,1,443,T,O,A,B,,,,';
const log = (changed: Partial<FlowLog> = {}): FlowLog => ({
  source: 'nsgFlow',
  record: { time: '2026-11-21T08:01:00Z', macAddress: 'm' },
  resourceId: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/RG',
  envelope: { macAddress: 'm' },
  lines: [{ text, about: { rule: 'r' } }],
  readTuple: readNsgTuple,
  ...changed,
});
const ids = (changed: Partial<FlowLog>): string[] => flowEvents(log(changed), context).map(({ id }) => id);
const [line] = log().lines;

it('a blob that is read again gives the same ids, also when it has grown', () => {
  const grown = ids({ lines: [line!, { text: text.replace('443', '444'), about: { rule: 'r' } }] });
  expect(grown[0]).toBe(ids({})[0]);
  expect(grown[1]).not.toBe(grown[0]);
});

it('interface, rule and resource tell equal lines apart; the case of a resource does not', () => {
  const others: Partial<FlowLog>[] = [
    { record: { time: '2026-11-21T08:01:00Z', macAddress: 'n' } },
    { lines: [{ text, about: { rule: 's' } }] },
    { resourceId: '/other' },
  ];
  expect(new Set([...ids({}), ...others.flatMap(ids)]).size).toBe(4);
  expect(ids({ resourceId: log().resourceId.toUpperCase() })).toEqual(ids({}));
});

it('a line that stands twice is two events', () => {
  expect(new Set(ids({ lines: [line!, line!] })).size).toBe(2);
});

it('keeps a line that is none, with the time of its log', () => {
  const [event] = flowEvents(log({ lines: [{ text: 'x', about: {} }] }), context);
  expect(event).toMatchObject({ time: '2026-11-21T08:01:00.000Z', fields: { flowTuple: 'x' } });
});
