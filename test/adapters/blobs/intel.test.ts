import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { blobContainers } from '../../../shared/adapters/blobs/client';
import { intelBlobs } from '../../../shared/adapters/blobs/intel';
import type { Config } from '../../../shared/config';
import type { FeedItem } from '../../../shared/core/detect/intel/feedItem';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { IntelBlobs } from '../../../shared/flows/ports/intel';
import { startAzurite } from '../../local/host/azuriteProcess';

jest.setTimeout(60_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let container: ContainerClient;
let store: IntelBlobs;
beforeAll(async () => {
  azurite = await startAzurite();
  const config = { blobs: { connectionString: azurite.connectionString } } as Config;
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('intel');
  await container.create();
  store = intelBlobs(blobContainers(config));
});
afterAll(() => azurite.stop());
beforeEach(async () => {
  for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
});

const item = (at: number): FeedItem => ({
  key: `ip:${at}`,
  version: '2026-11-21T08:00:00.000Z',
  indicators: [
    { type: 'ip', value: '203.0.113.1', description: `line\nbreak \u2028 ${at}`, confidence: 50, feed: 'f' },
  ],
});

const later = () => new Date(Date.now() + 3_600_000);

async function itemsOf(name: string): Promise<FeedItem[]> {
  const items: FeedItem[] = [];
  for await (const one of store.read(name)) items.push(one);
  return items;
}

test('what was written is read, item by item', async () => {
  const items = Array.from({ length: 20_000 }, (_, at) => item(at));
  const name = await store.write('Feed', items);
  expect(await itemsOf(name)).toEqual(items);
  expect((await container.getBlobClient(name).getProperties()).contentLength).toBeLessThan(400_000);
});

test('reading may end early, and a part that is gone is told as lost', async () => {
  const name = await store.write('feed', [item(1), item(2)]);
  for await (const one of store.read(name)) {
    expect(one).toEqual(item(1));
    break;
  }
  await store.keepOnly('feed', [], later());
  await expect(itemsOf(name)).rejects.toThrow(Conflict);
});

test('a part that is damaged fails', async () => {
  const name = await store.write('feed', [item(1)]);
  const data = await container.getBlobClient(name).downloadToBuffer();
  await container.getBlockBlobClient(name).uploadData(data.subarray(0, 40));
  await expect(itemsOf(name)).rejects.toThrow('unexpected end of file');
});

test('only the parts of one feed are removed', async () => {
  const [kept, dropped] = [await store.write('feed', [item(1)]), await store.write('FEED', [item(2)])];
  const other = await store.write('feed2', [item(3)]);
  await store.keepOnly('feed', [kept], later());
  expect(await itemsOf(kept)).toHaveLength(1);
  expect(await itemsOf(other)).toHaveLength(1);
  await expect(itemsOf(dropped)).rejects.toThrow(Conflict);
});

test('a part that somebody has just written is not removed', async () => {
  const name = await store.write('feed', [item(1)]);
  await store.keepOnly('feed', [], new Date());
  expect(await itemsOf(name)).toHaveLength(1);
});

test('the index is replaced by whoever knows its version', async () => {
  expect(await store.compiledEtag()).toBeUndefined();
  expect(await store.compiled()).toBeUndefined();
  await store.saveCompiled(Buffer.from('one'), undefined);
  const first = await store.compiledEtag();
  await expect(store.saveCompiled(Buffer.from('x'), undefined)).rejects.toThrow(Conflict);
  await store.saveCompiled(Buffer.from('two'), first);
  await expect(store.saveCompiled(Buffer.from('x'), first)).rejects.toThrow(Conflict);
  expect(await store.compiled()).toEqual({ etag: await store.compiledEtag(), data: Buffer.from('two') });
});
