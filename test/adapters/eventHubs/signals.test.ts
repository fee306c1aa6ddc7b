import { earliestEventPosition, EventHubConsumerClient } from '@azure/event-hubs';
import { setTimeout as pause } from 'node:timers/promises';
import { startEventHubs, type EventHubsEndpoint } from '../../../local/eventhubs/startEventHubs';
import { signalSender } from '../../../shared/adapters/eventHubs/signals';
import type { Config } from '../../../shared/config';
import type { Signal } from '../../../shared/core/detect/signal';
import { temporaryFolder } from '../../local/eventhubs/temporaryFolder';

jest.setTimeout(20_000);
let hubs: EventHubsEndpoint;
afterAll(() => hubs.stop());
const folder = temporaryFolder();
beforeAll(async () => {
  hubs = await startEventHubs({ folder, port: 0, hubs: [{ name: 'signals', partitionCount: 4, consumerGroups: [] }] });
});

const signal = (entityKey: string, at: number): Signal => ({
  detector: 'd',
  entityKey,
  origin: { partition: '0' },
  parts: [{ position: String(at), time: '2026-11-21T08:00:00.000Z', resourceId: '', eventId: `e${at}`, data: {} }],
});

test('signals of one entity arrive in one partition and in order, however long its key is', async () => {
  const keys = ['a', `/subscriptions/${'long'.repeat(100)}|203.0.113.7`, ''];
  const sent = Array.from({ length: 60 }, (_, at) => signal(keys[at % keys.length]!, at));
  const sender = signalSender({
    eventHubs: { connectionString: hubs.connectionString() },
    SIGNALS_HUB: 'signals',
  } as Config);
  await sender.send(sent);

  const received: { partition: string; signal: Signal }[] = [];
  const client = new EventHubConsumerClient('$Default', hubs.connectionString(), 'signals');
  const subscription = client.subscribe(
    {
      processEvents: async (events, { partitionId }) => {
        received.push(...events.map(({ body }) => ({ partition: partitionId, signal: body as Signal })));
      },
      processError: async (error) => {
        throw error;
      },
    },
    { startPosition: earliestEventPosition },
  );
  while (received.length < sent.length) await pause(20);
  await subscription.close();
  await client.close();

  for (const key of keys) {
    const own = received.filter((one) => one.signal.entityKey === key);
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
    expect(own.map((one) => one.signal)).toEqual(sent.filter(({ entityKey }) => entityKey === key));
  }
});
