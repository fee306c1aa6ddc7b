import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Child } from '../../../local/start/child';
import { settle } from '../../../local/start/settle';
import { startAzurite } from '../host/azuriteProcess';

jest.setTimeout(40_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
beforeAll(async () => {
  azurite = await startAzurite();
  const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  await blobs.getContainerClient('azure-webjobs-eventhub').create();
  for (const name of ['work', 'deliveries']) await queue(name).create();
});
afterAll(() => azurite.stop());

const queue = (name: string) => QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(name);
const checkpoint = (hub: string, partition: number, sequencenumber: number) =>
  BlobServiceClient.fromConnectionString(azurite.connectionString)
    .getContainerClient('azure-webjobs-eventhub')
    .getBlockBlobClient(`x.example.com/${hub}/$default/checkpoint/${partition}`)
    .upload('', 0, { metadata: { sequencenumber: String(sequencenumber) } });

/** A part that answers questions as told. */
const part = (answers: Record<string, () => unknown>): Child => ({
  name: 'part',
  facts: {},
  ask: async (question) => answers[question]!(),
  stop: async () => undefined,
});
const hubs = (telemetry: number, signals = -1) =>
  part({
    hubs: () => ({
      telemetry: { partitions: [{ lastSequence: telemetry }] },
      signals: { partitions: [{ lastSequence: signals }] },
      export: { partitions: [{ lastSequence: 99 }] },
    }),
  });
const host = (idle: () => boolean = () => true, invocations: () => number = () => 1) =>
  part({ idle, counters: () => ({ ingest: { invocations: invocations(), failures: 0, running: 0 } }) });
const open = (services: Child, running: Child) => settle(services, running, azurite.connectionString, 300);

test('it names what is open when the deadline is over', async () => {
  await expect(open(hubs(4), host())).rejects.toThrow('partition 0 of the hub telemetry is not read to its end');
  await checkpoint('telemetry', 0, 4);
  await expect(open(hubs(4, 7), host())).rejects.toThrow('partition 0 of the hub signals');
  await checkpoint('signals', 0, 7);
  await queue('deliveries').sendMessage('x');
  await expect(open(hubs(4, 7), host())).rejects.toThrow('1 messages wait in the queue deliveries');
  await queue('deliveries').clearMessages();
  await expect(
    open(
      hubs(4, 7),
      host(() => false),
    ),
  ).rejects.toThrow('functions are at work');
});

test('functions that still run keep it from being done', async () => {
  let invocations = 0;
  await expect(
    open(
      hubs(-1),
      host(
        () => true,
        () => invocations++,
      ),
    ),
  ).rejects.toThrow('functions still run');
});

test('it is done when nothing was open for a while', async () => {
  const started = Date.now();
  let calls = 0;
  await settle(
    hubs(-1),
    host(() => ++calls > 3),
    azurite.connectionString,
    20_000,
  );
  expect(calls).toBeGreaterThan(3);
  expect(Date.now() - started).toBeGreaterThan(2_900);
});
