import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startEventHubs, type EventHubsEndpoint } from '../../../local/eventhubs/startEventHubs';
import { doorSender } from '../../../shared/adapters/eventHubs/door';
import type { Config } from '../../../shared/config';
import { sealingKeys, workspaceOf } from '../../../shared/core/ingest/door/workspaceSeal';
import { temporaryFolder } from '../../local/eventhubs/temporaryFolder';
import { type HubReader, readHub } from '../sinks/hubReader';

jest.setTimeout(20_000);
let hubs: EventHubsEndpoint;
let reader: HubReader;
// Before the folder is removed.
afterAll(async () => {
  await reader.close();
  await hubs.stop();
});
const folder = temporaryFolder();
const ring = [{ id: 'one', key: Buffer.alloc(32, 1) }];
const sender = () =>
  doorSender({
    eventHubs: { connectionString: hubs.connectionString() },
    TELEMETRY_HUB: 'telemetry',
    SECRETS_KEY: ring,
  } as Config);

beforeAll(async () => {
  hubs = await startEventHubs({
    folder,
    port: 0,
    hubs: [{ name: 'telemetry', partitionCount: 4, consumerGroups: [] }],
  });
  reader = readHub(hubs.connectionString(), 'telemetry');
});
test('a body arrives byte for byte, with a seal that tells its workspace', async () => {
  const body = gzipSync('[{"a":1}]');
  await sender().send({ workspaceId: 'branch', resourceId: '/subscriptions/x', partitionKey: 'k', body });
  const [event] = await reader.until(1);
  expect(Buffer.from(event!.body as Uint8Array).equals(body)).toBe(true);
  expect(workspaceOf(event!.properties!, body, sealingKeys(ring))).toEqual({ kind: 'sealed', workspaceId: 'branch' });
  expect(event!.properties).toMatchObject({ resourceId: '/subscriptions/x' });
});

test('the largest body of the door fits into a message, a larger one is Rejected', async () => {
  const message = { workspaceId: 'branch', resourceId: `/${'x'.repeat(1000)}`, partitionKey: 'k'.repeat(64) };
  await sender().send({ ...message, body: Buffer.alloc(1_000_000, 'a') });
  await expect(sender().send({ ...message, body: Buffer.alloc(1_048_576, 'a') })).rejects.toMatchObject({
    name: 'Rejected',
    code: 'TooLarge',
  });
});

test('a hub that was away takes what is sent after it came back', async () => {
  const place = {
    folder: mkdtempSync(join(tmpdir(), 'skywarden-hub-')),
    hubs: [{ name: 'telemetry', partitionCount: 1, consumerGroups: [] }],
  };
  const first = await startEventHubs({ ...place, port: 0 });
  const message = { workspaceId: 'branch', resourceId: '', partitionKey: 'k', body: Buffer.from('{"a":1}') };
  const sending = doorSender({
    eventHubs: { connectionString: first.connectionString() },
    TELEMETRY_HUB: 'telemetry',
    SECRETS_KEY: ring,
  } as Config);
  await sending.send(message);
  await first.stop();
  await expect(sending.send(message)).rejects.toThrow(/connect/i);
  const again = await startEventHubs({ ...place, port: portOf(first.connectionString()) });
  await sending.send(message);
  await again.stop();
  rmSync(place.folder, { recursive: true, force: true });
});

const portOf = (connectionString: string): number => Number(/:(\d+)/.exec(connectionString)![1]);
