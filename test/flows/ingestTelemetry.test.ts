import { createIngest } from '../../shared/flows/ingestTelemetry';
import { memoryPorts } from '../doubles/memoryPorts';
import { batchOf, home, messagesOf, units } from './support/ingestWorld';

const record = (n: number, more = {}) => JSON.stringify({ n, timestamp: '2026-11-21T06:00:00Z', ...more });

test('one bad record costs no good one, and every record is in the sums', async () => {
  const world = memoryPorts();
  const messages = messagesOf([`[${record(1)},{"cut":]`, record(1), '{"cut":', '', `${record(2)}\n${record(3)}`]);
  const summary = await createIngest(world.ports, units)(batchOf(messages));
  expect(summary).toMatchObject({ received: 6, stored: 3, duplicates: 1, quarantined: 2 });
  expect([...world.quarantine.values()].map(({ sequence, code }) => [sequence, code])).toEqual([
    [0, 'NotJson'],
    [2, 'NotJson'],
  ]);
});

test('pages are written after everything else, one partition for each hour of arrival', async () => {
  const order: string[] = [];
  const world = memoryPorts();
  const { pages, signals, quarantine, findings } = world.ports;
  const named =
    <T extends unknown[]>(name: string, act: (...given: T) => Promise<void>) =>
    async (...given: T) => {
      order.push(name);
      await act(...given);
    };
  const ports = {
    ...world.ports,
    pages: { ...pages, append: named('pages', pages.append.bind(pages)) },
    signals: { send: named('signals', signals.send.bind(signals)) },
    quarantine: { put: named('quarantine', quarantine.put.bind(quarantine)) },
    findings: { ...findings, save: named('alerts', findings.save.bind(findings)) },
  };
  const messages = messagesOf([record(1, { kind: 'bad', user: 'eve' }), '{', record(2)]);
  await createIngest(ports, units)(batchOf(messages));
  expect(order).toEqual(['quarantine', 'alerts', 'signals', 'pages', 'pages']);
  expect(world.pages.map(({ pk }) => pk)).toEqual(['default|2026-11-21T06|0', 'default|2026-11-21T07|0']);
});

test('a snapshot in a record becomes a resource and makes its subscription known', async () => {
  const world = memoryPorts();
  const id = `/subscriptions/${home.subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/lake`;
  const snapshot = { id, name: 'lake', type: 'Microsoft.Storage/storageAccounts', location: 'x', properties: {} };
  const summary = await createIngest(world.ports, units)(batchOf(messagesOf([JSON.stringify(snapshot)])));
  expect(summary).toMatchObject({ stored: 1, snapshots: 1 });
  expect((await world.ports.resources.get(id))?.resource.name).toBe('lake');
  expect((await world.ports.settings.subscriptions()).map(({ subscriptionId }) => subscriptionId)).toEqual([
    home.subscriptionId,
  ]);
});

test('partitions of the hub do not share positions or fingerprints', async () => {
  const world = memoryPorts();
  const ingest = createIngest(world.ports, units);
  const [message] = messagesOf([record(1)]);
  const summaries = await Promise.all(['0', '1'].map((partition) => ingest(batchOf([message!], partition))));
  expect(summaries.map(({ stored }) => stored)).toEqual([1, 1]);
});

test('an empty batch is no failure', async () => {
  const summary = await createIngest(memoryPorts().ports, units)(batchOf([]));
  expect(summary).toMatchObject({ received: 0, stored: 0, pages: 0 });
});
