import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { archiveStore } from '../../../shared/adapters/blobs/archive';
import { blobContainers } from '../../../shared/adapters/blobs/client';
import type { Config } from '../../../shared/config';
import { packPages, unpackPage, type PageKey } from '../../../shared/core/ingest/pages';
import type { ArchivedPage, ArchiveSearch, ArchiveStore } from '../../../shared/flows/ports/archive';
import { positionOf } from '../../../shared/model/eventPage';
import { startAzurite } from '../../local/host/azuriteProcess';

jest.setTimeout(60_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let container: ContainerClient;
let config: Config;
let store: ArchiveStore;
beforeAll(async () => {
  azurite = await startAzurite();
  config = { blobs: { connectionString: azurite.connectionString } } as Config;
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('archive');
  await container.create();
});
afterAll(() => azurite.stop());
beforeEach(async () => {
  for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
  store = archiveStore(blobContainers(config));
});

/** Pages of so many events with these sequence numbers. */
async function pagesOf(
  sequences: number[],
  {
    perPage = 2,
    text = '',
    hosts = ['web-1'],
    ...key
  }: Partial<PageKey> & { perPage?: number; text?: string; hosts?: string[] } = {},
): Promise<ArchivedPage[]> {
  const pages: ArchivedPage[] = [];
  for (let at = 0; at < sequences.length; at += perPage) {
    const part = sequences.slice(at, at + perPage);
    const placed = part.map((sequence) => ({
      position: positionOf(sequence, 0),
      records: 1,
      event: {
        id: `e${sequence}`,
        source: 'test',
        time: '2026-11-21T08:30:00.000Z',
        timeOrigin: 'record' as const,
        resourceId: '',
        logSource: {},
        entities: hosts.map((hostName) => ({ type: 'host' as const, hostName })),
        fields: { text: text && `${sequence}${text}` },
      },
    }));
    const [page] = await packPages(
      { workspaceId: 'default', hour: '2026-11-21T08', hubPartition: '0', ...key },
      placed,
    );
    pages.push({ page: page!, positions: placed.map(({ position }) => position) });
  }
  return pages;
}

const day: ArchiveSearch = {
  workspaceId: 'default',
  from: '2026-11-21T00:00:00.000Z',
  to: '2026-11-22T00:00:00.000Z',
  arrivedFrom: '2026-11-20T23',
  arrivedTo: '2026-11-22T06',
};

async function found(wanted: Partial<ArchiveSearch> = {}, continuation?: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { pages } of store.search({ ...day, ...wanted }, continuation))
    for (const page of pages) ids.push(...(await unpackPage(page)).map(({ id }) => id));
  return ids;
}
const names = async (): Promise<string[]> => {
  const all: string[] = [];
  for await (const { name } of container.listBlobsFlat()) all.push(name);
  return all;
};

test('what is appended is found again, in order, from another instance too', async () => {
  await store.append(await pagesOf([1, 2, 3]));
  await archiveStore(blobContainers(config)).append(await pagesOf([4, 5]));
  expect(await names()).toEqual(['default/2026-11-21/08/0.0000']);
  expect(await found()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
});

test('an attempt that is made again in other cuts is found once', async () => {
  await store.append(await pagesOf([1, 2, 3, 4, 5]));
  await store.append(await pagesOf([1, 2, 3], { perPage: 3 }));
  await store.append(await pagesOf([4, 5, 6, 7], { perPage: 4 }));
  expect(await found()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']);
});

test('workspaces, hours, times and hosts narrow a search', async () => {
  await store.append(await pagesOf([1]));
  await store.append(await pagesOf([2], { workspaceId: 'default-2' }));
  await store.append(await pagesOf([3], { hour: '2026-11-20T22' }));
  await store.append(await pagesOf([4], { hour: '2026-11-21T10', hosts: ['db'] }));
  await store.append(await pagesOf([5], { hour: '2026-11-21T10', other: true }));
  expect(await found()).toEqual(['e1', 'e5', 'e4']);
  expect(await found({ workspaceId: 'default-2' })).toEqual(['e2']);
  expect(await found({ workspaceId: 'defaul' })).toEqual([]);
  expect(await found({ hosts: ['db'] })).toEqual(['e4']);
  expect(await found({ from: '2026-11-21T08:30:00.001Z' })).toEqual([]);
  expect(await found({ arrivedFrom: '2026-11-20T22', arrivedTo: '2026-11-21T09' })).toEqual(['e3', 'e1']);
});

test('large pages go in blocks, are read in chunks, and a search goes on at each of them', async () => {
  const noise = Array.from({ length: 90_000 }, (_, at) => ((at * 7_919) % 65_521).toString(36)).join('');
  const sequences = Array.from({ length: 60 }, (_, at) => at + 1);
  const pages = await pagesOf(sequences, { perPage: 1, text: noise });
  for (let at = 0; at < pages.length; at += 30) await store.append(pages.slice(at, at + 30));
  await store.append(await pagesOf([61, 62], { hour: '2026-11-21T09' }));
  const { contentLength } = await container.getBlobClient('default/2026-11-21/08/0.0000').getProperties();
  expect(contentLength).toBeGreaterThan(9_000_000);

  const all = await found();
  expect(all).toEqual([...sequences, 61, 62].map((at) => `e${at}`));
  let [before, batches]: [number, number] = [0, 0];
  for await (const { pages: batch, continuation } of store.search(day)) {
    before += batch.reduce((sum, { count }) => sum + count, 0);
    batches += 1;
    expect(await found({}, continuation)).toEqual(all.slice(before));
  }
  expect(batches).toBeGreaterThan(2);
});

test('a continuation also knows what was seen before it', async () => {
  await store.append(await pagesOf([1, 2, 3]));
  const marks: string[] = [];
  for await (const { continuation } of store.search(day)) marks.push(continuation!);
  await store.append(await pagesOf([2, 3, 4], { perPage: 3 }));
  expect(await found({}, marks.at(-1))).toEqual(['e4']);
  await expect(found({}, '{"blob":1}')).rejects.toThrow('continuation');
});

test('a blob that went while it was written to is begun anew', async () => {
  await store.append(await pagesOf([1]));
  await container.deleteBlob('default/2026-11-21/08/0.0000');
  await store.append(await pagesOf([2]));
  expect(await found()).toEqual(['e2']);
});

test('when the service takes no more blocks, the next part is begun, by every writer', async () => {
  const full = 'default/2026-11-21/08/0.0000';
  const real = blobContainers(config);
  const refusing = archiveStore((name) => {
    const client = real(name);
    const getAppendBlobClient = client.getAppendBlobClient.bind(client);
    client.getAppendBlobClient = (blob: string) => {
      const own = getAppendBlobClient(blob);
      if (blob === full)
        own.appendBlock = () =>
          Promise.reject(Object.assign(new Error('full'), { statusCode: 409, code: 'BlockCountExceedsLimit' }));
      return own;
    };
    return client;
  });
  await store.append(await pagesOf([1, 2]));
  await refusing.append(await pagesOf([2, 3, 4], { perPage: 3 }));
  await refusing.append(await pagesOf([5]));
  expect(await names()).toEqual([full, 'default/2026-11-21/08/0.0001']);
  expect(await found()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
});

test('what is older than its hour is removed, piece by piece', async () => {
  for (const hour of ['2026-11-19T08', '2026-11-20T08', '2026-11-21T08'])
    for (const other of [false, true]) await store.append(await pagesOf([1], { hour, other }));
  await store.append(await pagesOf([1], { hour: '2026-11-01T08', workspaceId: 'default-2' }));
  expect((await store.workspaceIds()).sort()).toEqual(['default', 'default-2']);
  const before = { machines: '2026-11-20T08', others: '2026-11-21T08' };
  expect(await store.expire('default', before, 2)).toEqual({ removed: 2, more: true });
  expect(await store.expire('default', before, 2)).toEqual({ removed: 1, more: false });
  expect(await names()).toEqual([
    'default-2/2026-11-01/08/0.0000',
    'default/2026-11-20/08/0.0000',
    'default/2026-11-21/08/0-other.0000',
    'default/2026-11-21/08/0.0000',
  ]);
});

test('a container that is not there is an error, not a loop', async () => {
  const lost = archiveStore(() =>
    BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('nowhere'),
  );
  await expect(lost.append(await pagesOf([1]))).rejects.toThrow('container');
});
