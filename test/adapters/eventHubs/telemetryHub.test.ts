import { earliestEventPosition, EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startEventHubs, type EventHubsEndpoint } from '../../../local/eventhubs/startEventHubs';
import { telemetryHub } from '../../../shared/adapters/eventHubs/telemetryHub';
import type { Config } from '../../../shared/config';
import { sealedProperties, sealingKeys, workspaceOf } from '../../../shared/core/ingest/door/workspaceSeal';
import type { TelemetryHub } from '../../../shared/flows/ports/telemetryHub';
import { Rejected } from '../../../shared/model/rejected';
import { temporaryFolder } from '../../local/eventhubs/temporaryFolder';

jest.setTimeout(20_000);
let hubs: EventHubsEndpoint;
let hub: TelemetryHub;
afterAll(() => hubs.stop());
const folder = temporaryFolder();
const ring = [{ id: 'k1', key: Buffer.alloc(32, 1) }];
beforeAll(async () => {
  hubs = await startEventHubs({
    folder,
    port: 0,
    hubs: [{ name: 'telemetry', partitionCount: 4, consumerGroups: [] }],
  });
  const eventHubs = { connectionString: hubs.connectionString() };
  hub = telemetryHub({ eventHubs, TELEMETRY_HUB: 'telemetry', SECRETS_KEY: ring } as Config);
});

async function received(count: number): Promise<{ partitionId: string; event: ReceivedEventData }[]> {
  const found: { partitionId: string; event: ReceivedEventData }[] = [];
  const client = new EventHubConsumerClient('$Default', hubs.connectionString(), 'telemetry');
  const subscription = client.subscribe(
    {
      processEvents: async (events, { partitionId }) => {
        found.push(...events.map((event) => ({ partitionId, event })));
      },
      processError: async (error) => {
        throw error;
      },
    },
    { startPosition: earliestEventPosition, skipParsingBodyAsJson: true },
  );
  while (found.length < count) await pause(20);
  await subscription.close();
  await client.close();
  return found;
}

test('partitions that never held anything say so, and others where they end', async () => {
  const before = await hub.partitions();
  expect(before.map(({ partitionId }) => partitionId).sort()).toEqual(['0', '1', '2', '3']);
  for (const { firstSequence, lastSequence } of before) expect(firstSequence).toBe(lastSequence + 1);
  await hub.resend({ partitionId: '2', properties: { resourceId: '/x' }, body: Buffer.from([1, 0, 255]) });
  const after = (await hub.partitions()).find(({ partitionId }) => partitionId === '2')!;
  expect([after.firstSequence, after.lastSequence]).toEqual([0, 0]);
  expect(Date.parse(after.lastEnqueuedAt)).toBeGreaterThan(Date.parse('2020-01-01'));
});

test('a message goes to its partition with its bytes and properties', async () => {
  const [{ partitionId, event } = { partitionId: '', event: undefined }] = await received(1);
  expect(partitionId).toBe('2');
  expect(event!.properties).toEqual({ resourceId: '/x' });
  expect(Buffer.from(event!.body as Uint8Array)).toEqual(Buffer.from([1, 0, 255]));
});

test('the workspace that the door vouched for is sealed anew over the record; what nobody vouched for stays unsealed or forged', async () => {
  const [key] = sealingKeys(ring);
  const whole = Buffer.from('{"records":[{"a":1},{"b":2}]}');
  const properties = sealedProperties(key!, 'blue', '/x', whole);
  const body = Buffer.from('{"b":2}');
  await hub.resend({ partitionId: '1', properties, workspaceId: 'blue', body });
  await hub.resend({ partitionId: '1', properties, body });
  const events = (await received(3)).filter(({ partitionId }) => partitionId === '1').map(({ event }) => event);
  const claims = events.map((event) =>
    workspaceOf(event.properties ?? {}, event.body as Uint8Array, sealingKeys(ring)),
  );
  expect(claims).toEqual([{ kind: 'sealed', workspaceId: 'blue' }, { kind: 'forged' }]);
});

test('what no message can hold is refused', async () => {
  await expect(hub.resend({ partitionId: '0', properties: {}, body: randomBytes(1_200_000) })).rejects.toThrow(
    Rejected,
  );
});
