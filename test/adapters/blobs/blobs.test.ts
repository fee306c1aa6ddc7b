import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { blobContainers } from '../../../shared/adapters/blobs/client';
import { fingerprintStore } from '../../../shared/adapters/blobs/fingerprints';
import { quarantineName, quarantineStore } from '../../../shared/adapters/blobs/quarantine';
import { quarantineId } from '../../../shared/core/ingest/quarantineId';
import { queues } from '../../../shared/adapters/queues/queue';
import type { Config } from '../../../shared/config';
import { createFingerprints } from '../../../shared/core/ingest/fingerprints';
import type { QuarantineEntry } from '../../../shared/model/quarantine';
import { startAzurite } from '../../local/host/azuriteProcess';

jest.setTimeout(30_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let config: Config;
beforeAll(async () => {
  azurite = await startAzurite();
  const connection = { connectionString: azurite.connectionString };
  config = { blobs: connection, queues: connection } as Config;
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  for (const name of ['quarantine', 'dedupe']) await service.getContainerClient(name).create();
  await QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('work').create();
});
afterAll(() => azurite.stop());

const entry = (index: number, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  hubPartition: '3',
  sequence: 41,
  index,
  enqueuedAt: '2026-11-21T08:00:00.000Z',
  code: 'NotJson',
  reason: 'The JSON is cut — send whole,\nvalid JSON',
  raw: Buffer.from([0, 255, 1, 254]),
  ...more,
});

describe('quarantine', () => {
  const container = () =>
    BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('quarantine');

  it('keeps the raw bytes with the reason beside them', async () => {
    await quarantineStore(blobContainers(config)).put([entry(-1)]);
    const blob = container().getBlobClient('2026-11-21/3.41.-1.NotJson');
    expect(await blob.downloadToBuffer()).toEqual(Buffer.from([0, 255, 1, 254]));
    expect((await blob.getProperties()).metadata).toEqual({
      code: 'NotJson',
      reason: 'The JSON is cut ? send whole,?valid JSON',
      enqueuedat: '2026-11-21T08:00:00.000Z',
    });
  });

  it('takes many at once, and the same again without a trace', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => entry(index, { sequence: 42 }));
    const store = quarantineStore(blobContainers(config));
    await store.put(entries);
    await store.put(entries.slice(0, 5));
    const names: string[] = [];
    for await (const { name } of container().listBlobsFlat({ prefix: '2026-11-21/3.42.' })) names.push(name);
    expect(names.sort()).toEqual(entries.map((one) => quarantineName(quarantineId(one))).sort());
  });

  it('takes a reason of any length and an empty record', async () => {
    const store = quarantineStore(blobContainers(config));
    await store.put([entry(0, { sequence: 43, reason: ' ä'.repeat(10_000), raw: Buffer.alloc(0) })]);
    expect((await container().getBlobClient('2026-11-21/3.43.0.NotJson').getProperties()).contentLength).toBe(0);
  });
});

describe('fingerprints', () => {
  it('come back as they were saved', async () => {
    const store = fingerprintStore(blobContainers(config));
    expect(await store.load('7')).toBeUndefined();
    const known = createFingerprints();
    for (let at = 0; at < 5000; at++) known.add(`event-${at}`, `2026-11-21T0${at % 3}:00:00.000Z`);
    const saved = { upTo: '0000000000000041.000000', arrivedAt: '2026-11-21T02:00:00.000Z', hours: known.export() };
    await store.save('7', saved);
    expect(await store.load('7')).toEqual(saved);
    const again = createFingerprints((await store.load('7'))!.hours);
    expect(again.size()).toBe(5000);
    expect(again.has('event-4999')).toBe(true);
    expect(again.has('event-5000')).toBe(false);
  });

  it('are kept per partition, the last save wins, none is a set too', async () => {
    const store = fingerprintStore(blobContainers(config));
    await store.save('8', { upTo: '1', arrivedAt: 'x', hours: [{ hour: '2026-11-21T01', bytes: Buffer.alloc(8, 1) }] });
    await store.save('8', { upTo: '2', arrivedAt: 'y', hours: [] });
    expect(await store.load('8')).toEqual({ upTo: '2', arrivedAt: 'y', hours: [] });
    expect(await store.load('9')).toBeUndefined();
  });
});

describe('queues', () => {
  const client = () => QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('work');

  it('hold a message as base64 of its JSON, as the trigger reads it', async () => {
    const message = { kind: 'recount', subscriptionId: 'ä' };
    await queues(config)('work').send(message);
    const { receivedMessageItems } = await client().receiveMessages();
    expect(JSON.parse(Buffer.from(receivedMessageItems[0]!.messageText, 'base64').toString())).toEqual(message);
    expect(receivedMessageItems[0]!.expiresOn.getUTCFullYear()).toBe(9999);
    await client().clearMessages();
  });

  it('show a delayed message later only', async () => {
    await queues(config)('work').send({ kind: 'later' }, 1.4);
    expect((await client().receiveMessages()).receivedMessageItems).toEqual([]);
    let found: unknown[] = [];
    while (found.length === 0) found = (await client().receiveMessages()).receivedMessageItems;
    expect(found).toHaveLength(1);
    await client().clearMessages();
  });

  it('take the largest message that the fan-out makes', async () => {
    await queues(config)('work').send({ text: 'x'.repeat(46_100) });
    expect((await client().receiveMessages()).receivedMessageItems).toHaveLength(1);
  });
});
