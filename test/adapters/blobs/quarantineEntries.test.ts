import { BlobServiceClient } from '@azure/storage-blob';
import { blobContainers } from '../../../shared/adapters/blobs/client';
import { quarantineStore } from '../../../shared/adapters/blobs/quarantine';
import { quarantineEntries } from '../../../shared/adapters/blobs/quarantineEntries';
import type { Config } from '../../../shared/config';
import { quarantineId } from '../../../shared/core/ingest/quarantineId';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { QuarantineEntries, QuarantineStore } from '../../../shared/flows/ports/quarantine';
import type { QuarantineEntry, QuarantineFilter } from '../../../shared/model/quarantine';
import { startAzurite } from '../../local/host/azuriteProcess';
import { everything } from '../support';

jest.setTimeout(30_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let store: QuarantineStore;
let listing: QuarantineEntries;
const always: QuarantineFilter = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };

const entry = (day: number, index: number, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  hubPartition: '3',
  sequence: 41,
  index,
  enqueuedAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`,
  code: 'NotJson',
  reason: 'cut',
  raw: Buffer.from([0, 255, index + 1]),
  ...more,
});

beforeAll(async () => {
  azurite = await startAzurite();
  const containers = blobContainers({ blobs: { connectionString: azurite.connectionString } } as Config);
  await BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('quarantine').create();
  store = quarantineStore(containers);
  listing = quarantineEntries(containers);
  await store.put([
    ...Array.from({ length: 5 }, (_, index) => entry(20, index)),
    ...Array.from({ length: 4 }, (_, index) => entry(21, index, { code: 'SourceRejected', source: 'auditd' })),
    entry(19, -1, { hubPartition: 'queue-work-00aa', sequence: 0, code: 'MessageInvalid' }),
  ]);
  await containers('quarantine').getBlockBlobClient('2026-11-20/strange').upload('x', 1);
});
afterAll(() => azurite.stop());

const list = async (filter: Partial<QuarantineFilter> = {}, top = 100) =>
  everything((options) => listing.list({ ...always, ...filter }, options), top);

test('all are listed once, the newest day first, whatever the size of the pages', async () => {
  for (const top of [1, 2, 3, 100]) {
    const { items } = await list({}, top);
    expect(items.map(({ enqueuedAt }) => enqueuedAt.slice(8, 10))).toEqual([
      ...Array<string>(4).fill('21'),
      ...Array<string>(5).fill('20'),
      '19',
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(10);
  }
});

test('no page has more than was asked for', async () => {
  const page = await listing.list(always, { top: 4 });
  expect(page.items).toHaveLength(4);
  expect(page.continuation).toBeDefined();
});

test.each<[string, Partial<QuarantineFilter>, number]>([
  ['reason', { reason: 'SourceRejected' }, 4],
  ['source', { source: 'auditd' }, 4],
  ['no source', { source: '' }, 6],
  ['begin', { from: '2026-11-21T08:00:00.000Z' }, 4],
  ['end, exclusive', { to: '2026-11-20T08:00:00.000Z' }, 1],
  ['a time without any', { from: '2026-11-22T00:00:00.000Z' }, 0],
  ['what was not replayed', { replayed: false }, 10],
])('are filtered by %s', async (_, filter, count) => {
  expect((await list(filter, 2)).items).toHaveLength(count);
});

test('one comes back with all that is known of it, and as many bytes as are wanted', async () => {
  const one = entry(22, 0, {
    source: 'auditd',
    workspaceId: 'blue',
    properties: { resourceId: '/x/ä', n: 1, yes: true },
    code: 'SourceRejected',
    reason: 'NotAudit: no header',
  });
  await store.put([one]);
  const { raw, ...rest } = one;
  const id = quarantineId(one);
  expect(await listing.get(id, 100)).toEqual({ ...rest, id, bytes: 3, raw, _etag: expect.any(String) });
  expect((await listing.get(id, 2))!.raw).toEqual(Buffer.from([0, 255]));
  expect((await listing.get(id, 0))!.raw).toHaveLength(0);
});

test.each(['2026-11-20.3.41.99.NotJson', '../../secret', '2026-11-20.strange'])('%s is not there', async (id) => {
  expect(await listing.get(id, 10)).toBeUndefined();
});

test('an entry is marked once by those who read it as it is, and keeps the rest of its metadata', async () => {
  const one = entry(23, 0, { properties: { resourceId: '/x' } });
  await store.put([one]);
  const read = (await listing.get(quarantineId(one), 0))!;
  await listing.markReplayed(read, '2026-11-24T00:00:00.000Z');
  await expect(listing.markReplayed(read, '2026-11-25T00:00:00.000Z')).rejects.toThrow(Conflict);
  const marked = (await listing.get(read.id, 0))!;
  expect(marked).toMatchObject({
    replayedAt: '2026-11-24T00:00:00.000Z',
    reason: 'cut',
    properties: { resourceId: '/x' },
  });
  expect((await list({ replayed: true })).items.map(({ id }) => id)).toEqual([read.id]);
});

test('input that comes again after a crash does not take the mark away', async () => {
  const one = entry(24, 0);
  await store.put([one]);
  await listing.markReplayed((await listing.get(quarantineId(one), 0))!, '2026-11-24T09:00:00.000Z');
  await store.put([one]);
  expect((await listing.get(quarantineId(one), 0))!.replayedAt).toBe('2026-11-24T09:00:00.000Z');
});
