import { memoryOutbox } from '../../../agent/outbox/memoryOutbox';
import type { AgentRecord } from '../../../agent/record';
import { resourceId } from '../machineFolder';

const now = () => new Date('2026-01-01T00:00:00Z');
const audit = (name: string, size = 0): AgentRecord => ({
  skywarden: 'audit/1',
  resourceId,
  hostName: 'web1',
  time: now().toISOString(),
  body: { lines: [name, 'x'.repeat(size)] },
});
const namesOf = (records: AgentRecord[]) =>
  records.map((record) => (record.skywarden === 'audit/1' ? record.body.lines[0] : ''));

test('what was not delivered stays and comes first', async () => {
  const outbox = memoryOutbox(10_000, now);
  outbox.append([audit('a')]);
  await expect(outbox.forward(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
  outbox.append([audit('b')]);
  const sent: AgentRecord[] = [];
  const deliver = async (records: AgentRecord[]) => void sent.push(...records);
  while ((await outbox.forward(deliver)) > 0);
  expect(namesOf(sent)).toEqual(['a', 'b']);
});

test('beyond the limit the oldest go first and are counted', async () => {
  const outbox = memoryOutbox(3_000, now);
  outbox.append(['a', 'b', 'c'].map((name) => audit(name, 1_000)));
  expect(outbox.state()).toMatchObject({ records: 2, dropped: { records: 1, lastAt: now().toISOString() } });
  await outbox.forward(async (records) => expect(namesOf(records)).toEqual(['b', 'c']));
});
