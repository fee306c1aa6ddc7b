import { gunzipSync } from 'node:zlib';
import { quarantineId } from '../../shared/core/ingest/quarantineId';
import { replayOfProperty } from '../../shared/core/ingest/replayedProperties';
import { replayEntry, replayMatching } from '../../shared/flows/replayQuarantine';
import { Conflict } from '../../shared/flows/ports/portErrors';
import type { QuarantineEntry } from '../../shared/model/quarantine';
import { Rejected } from '../../shared/model/rejected';
import { memoryPorts } from '../doubles/memoryPorts';

const entry = (more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  hubPartition: '3',
  sequence: 41,
  index: 0,
  enqueuedAt: '2026-11-21T08:00:00.000Z',
  code: 'SourceRejected',
  reason: 'NotAudit: no header',
  source: 'auditd',
  properties: { resourceId: '/x' },
  raw: Buffer.from('raw'),
  ...more,
});
const everything = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };

async function world(...entries: QuarantineEntry[]) {
  const memory = memoryPorts();
  await memory.ports.quarantine.put(entries);
  return memory;
}

test('an entry goes to its partition as it came, and says where it stood first', async () => {
  const { ports, hub } = await world(entry());
  const id = quarantineId(entry());
  expect(await replayEntry(ports, id, false)).toEqual({ id, outcome: 'replayed' });
  expect(hub.resent).toEqual([
    { partitionId: '3', properties: { resourceId: '/x', [replayOfProperty]: '3/41/0' }, body: Buffer.from('raw') },
  ]);
  expect((await ports.quarantineEntries.get(id, 0))!.replayedAt).toBe('2026-11-21T12:00:00.000Z');
});

test('an entry is replayed a second time only when that is asked for', async () => {
  const { ports, hub } = await world(entry());
  const id = quarantineId(entry());
  await replayEntry(ports, id, false);
  expect((await replayEntry(ports, id, false)).outcome).toBe('alreadyReplayed');
  expect(hub.resent).toHaveLength(1);
  expect((await replayEntry(ports, id, true)).outcome).toBe('replayed');
  expect(hub.resent).toHaveLength(2);
});

test('the workspace that the door vouched for goes along', async () => {
  const { ports, hub } = await world(entry({ workspaceId: 'blue' }));
  await replayEntry(ports, quarantineId(entry()), false);
  expect(hub.resent[0]).toMatchObject({ workspaceId: 'blue' });
});

test('what was large in a compressed body is compressed again', async () => {
  const raw = Buffer.alloc(2_000_000, 'x');
  const { ports, hub } = await world(entry({ raw }));
  await replayEntry(ports, quarantineId(entry()), false);
  expect(hub.resent[0]!.body.length).toBeLessThan(900_000);
  expect(gunzipSync(hub.resent[0]!.body).equals(raw)).toBe(true);
});

test('what no message can hold is refused and stays unmarked; a hub that is away is an error', async () => {
  const { ports } = await world(entry());
  const id = quarantineId(entry());
  ports.telemetryHub.resend = () => Promise.reject(new Rejected('TooLarge', 'too large'));
  expect(await replayEntry(ports, id, false)).toEqual({ id, outcome: 'refused', detail: 'too large' });
  ports.telemetryHub.resend = () => Promise.reject(new Error('away'));
  await expect(replayEntry(ports, id, false)).rejects.toThrow('away');
  expect((await ports.quarantineEntries.get(id, 0))!.replayedAt).toBeUndefined();
});

test('two that replay one entry at the same time both succeed', async () => {
  const { ports } = await world(entry());
  ports.quarantineEntries.markReplayed = () => Promise.reject(new Conflict('changed'));
  expect((await replayEntry(ports, quarantineId(entry()), false)).outcome).toBe('replayed');
});

test('an unknown entry is gone', async () => {
  const { ports } = await world();
  expect((await replayEntry(ports, quarantineId(entry()), false)).outcome).toBe('gone');
});

test('all that matches is replayed, as far as is asked for, and the next call goes on', async () => {
  const { ports, hub } = await world(
    ...Array.from({ length: 5 }, (_, index) => entry({ index })),
    entry({ index: 9, code: 'NotJson', sequence: 42 }),
  );
  const filter = { ...everything, reason: 'SourceRejected' as const };
  const first = await replayMatching(ports, filter, 3);
  expect([first.outcomes.length, first.more]).toEqual([3, true]);
  const second = await replayMatching(ports, filter, 3);
  expect([second.outcomes.length, second.more]).toEqual([2, false]);
  const positions = hub.resent.map(({ properties }) => properties[replayOfProperty]);
  expect(new Set(positions)).toEqual(new Set([0, 1, 2, 3, 4].map((index) => `3/41/${index}`)));
});

test('messages of queues go back to their queue once they have its shape', async () => {
  const message = { kind: 'recount', subscriptionId: '00000000-0000-0000-0000-000000000001' };
  const of = (name: string, raw: unknown) =>
    entry({ hubPartition: name, sequence: 0, code: 'MessageInvalid', raw: Buffer.from(JSON.stringify(raw)) });
  const [good, bad] = [of('queue-work-00aa', message), of('queue-deliveries-00bb', message)];
  const { ports, work, deliveries } = await world(good, bad);
  expect((await replayEntry(ports, quarantineId(good), false)).outcome).toBe('replayed');
  expect((await replayEntry(ports, quarantineId(bad), false)).outcome).toBe('refused');
  expect(work).toMatchObject([{ message }]);
  expect(deliveries).toEqual([]);
});
