import { producers, sink } from '../../../shared/adapters/sinks/eventHub';
import { guardedNetwork } from '../../../shared/adapters/network/guardedNetwork';
import type { Delivery, SinkIo } from '../../../shared/flows/delivery';
import type { StoredAction } from '../../../shared/model/automation';
import { startEventHubs, type EventHubsEndpoint } from '../../../local/eventhubs/startEventHubs';
import { temporaryFolder } from '../../local/eventhubs/temporaryFolder';
import { hubAction, workflowAction } from '../../flows/support/exportWorld';
import { readHub } from './hubReader';

jest.setTimeout(30_000);
let hubs: EventHubsEndpoint;
afterAll(async () => {
  await producers.closeAll();
  await hubs.stop();
});
const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
beforeAll(async () => {
  const names = ['export', 'other', 'large', 'many'];
  hubs = await startEventHubs({ folder, port: 0, hubs: names.map((name) => ({ name, partitionCount: 1 })) });
});

const io = (secret: string | undefined): SinkIo => ({ ...guardedNetwork(['127.0.0.0/8']), secret });
const delivery = (n: number, size = 1): Delivery => ({ deliveryId: `id-${n}`, body: { n, text: 'x'.repeat(size) } });
const actionTo = (hub: string): StoredAction => ({
  actionType: 'EventHub',
  eventHubResourceId: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/siem/eventhubs/${hub}`,
});

test('each event is one JSON message that carries its delivery id', async () => {
  const results = await sink.send(io(hubs.connectionString()), actionTo('export'), [delivery(1), delivery(2)]);
  expect(results).toEqual([{ ok: true }, { ok: true }]);
  const reader = readHub(hubs.connectionString(), 'export');
  const events = await reader.until(2);
  await reader.close();
  expect(
    events.map(({ body, messageId, contentType, properties }) => [body, messageId, contentType, properties]),
  ).toEqual([1, 2].map((n) => [{ n, text: 'x' }, `id-${n}`, 'application/json', { deliveryId: `id-${n}` }]));
});

test('a hub that the connection string names goes before the one of the resource id', async () => {
  await sink.send(io(hubs.connectionString('other')), actionTo('export'), [delivery(3)]);
  expect(hubs.stats()['other']!.partitions[0]!.lastSequence).toBe(0);
});

test('more than one batch holds is split, and every event arrives once', async () => {
  const deliveries = Array.from({ length: 60 }, (_, n) => delivery(n, 60_000));
  const results = await sink.send(io(hubs.connectionString()), actionTo('large'), deliveries);
  expect(results).toEqual(deliveries.map(() => ({ ok: true })));
  const reader = readHub(hubs.connectionString(), 'large');
  const events = await reader.until(60);
  await reader.close();
  expect(events.map(({ messageId }) => messageId)).toEqual(deliveries.map(({ deliveryId }) => deliveryId));
});

test('an event that no batch holds is refused alone', async () => {
  const deliveries = [delivery(1), delivery(2, 2_000_000), delivery(3)];
  const results = await sink.send(io(hubs.connectionString()), actionTo('other'), deliveries);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(results[1]).toMatchObject({ retryable: false, reason: expect.stringContaining('larger') as string });
});

test('deliveries to one destination share a connection, another secret gets its own', async () => {
  await producers.closeAll();
  for (let n = 0; n < 5; n++) await sink.send(io(hubs.connectionString()), actionTo('many'), [delivery(n)]);
  expect(producers.size()).toBe(1);
  await sink.send(io(hubs.connectionString('many')), actionTo('many'), [delivery(9)]);
  expect(producers.size()).toBe(2);
});

test('a connection that the hub closed is no lasting failure', async () => {
  const options = { folder: elsewhere, hubs: [{ name: 'export', partitionCount: 1 }] };
  const first = await startEventHubs({ ...options, port: 0 });
  const { port } = first;
  await sink.send(io(first.connectionString()), actionTo('export'), [delivery(1)]);
  await first.stop();
  const second = await startEventHubs({ ...options, port });
  const results = await sink.send(io(second.connectionString()), actionTo('export'), [delivery(2)]);
  expect(results).toEqual([{ ok: true }]);
  expect(second.stats()['export']!.partitions[0]!.lastSequence).toBe(1);
  await producers.closeAll();
  await second.stop();
});

test('a private namespace is refused before a connection is made', async () => {
  const guarded = { ...guardedNetwork([]), secret: hubs.connectionString() };
  await expect(sink.send(guarded, actionTo('export'), [delivery(1)])).rejects.toMatchObject({ code: 'PrivateTarget' });
});

test('without a connection string the namespace of the resource id is the target', async () => {
  const asked: string[] = [];
  const checkHost = async (host: string) => {
    asked.push(host);
    throw new Error('far enough');
  };
  await expect(sink.send({ ...io(undefined), checkHost }, hubAction, [])).rejects.toThrow('far enough');
  expect(asked).toEqual(['siem.servicebus.windows.net']);
});

test.each<[string, string | undefined, StoredAction]>([
  ['an action of another kind', undefined, workflowAction],
  ['a resource id without a hub', undefined, { actionType: 'EventHub', eventHubResourceId: '/subscriptions/x' }],
  ['a connection string that is none', 'very-secret-text', actionTo('export')],
  ['a connection string without an endpoint', 'SharedAccessKey=very-secret-text', actionTo('export')],
])('%s is Rejected and shows no secret', async (_, secret, action) => {
  const failure = sink.send(io(secret), action, [delivery(1)]).then(
    () => 'sent',
    (error: Error) => error,
  );
  expect(await failure).toMatchObject({ name: 'Rejected' });
  expect(String(await failure)).not.toContain('very-secret-text');
});
