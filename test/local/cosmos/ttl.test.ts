import { ChangeFeedStartFrom } from '@azure/cosmos';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalogue, type Catalogue } from '../../../local/cosmos/catalogue';
import { defaultOffer } from '../../../local/cosmos/offers';
import { perform } from '../../../local/cosmos/itemRequests';
import type { Operation } from '../../../local/cosmos/items';
import { sweepExpired } from '../../../local/cosmos/removal';
import { openStore, type Store } from '../../../local/cosmos/store';
import { cosmosUnderTest, hashed } from './cosmosUnderTest';

let seconds = 1_800_000_000;
let folder: string;
let store: Store;
let catalogue: Catalogue;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosmos-'));
  store = openStore({ folder, durable: false, clock: () => seconds * 1000 });
  catalogue = openCatalogue(store, () => undefined);
  await catalogue.createDatabase({ id: 'test' });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const rows = (table: 'docs' | 'feed' | 'ttl' | 'unique') => store[table].getKeysCount();

async function container(more: object) {
  return catalogue.createContainer('test', hashed('c', '/pk', more), defaultOffer);
}

async function put(
  target: Awaited<ReturnType<typeof container>>,
  type: Operation['type'],
  body: { id: string; ttl?: number; email?: string },
) {
  return (await perform(store, target, ['w'], { type, id: body.id, body: { pk: 'w', ...body } })).status;
}

const statusOf = async (target: Awaited<ReturnType<typeof container>>, id: string): Promise<number> => {
  const read = perform(store, target, ['w'], { type: 'Read', id });
  return read.then(
    ({ status }) => status,
    (fault: { status: number }) => fault.status,
  );
};

test('an item expires at its own ttl, else at the default, and -1 means never', async () => {
  const target = await container({ defaultTtl: 100 });
  await put(target, 'Create', { id: 'own', ttl: 10 });
  await put(target, 'Create', { id: 'default' });
  await put(target, 'Create', { id: 'never', ttl: -1 });
  const states = async () => Promise.all(['own', 'default', 'never'].map((id) => statusOf(target, id)));
  expect(await states()).toEqual([200, 200, 200]);
  seconds += 10;
  expect(await states()).toEqual([404, 200, 200]);
  seconds += 90;
  expect(await states()).toEqual([404, 404, 200]);
});

test('an own ttl counts only if the container has a default', async () => {
  const target = await container({});
  await put(target, 'Create', { id: 'a', ttl: 1 });
  seconds += 100;
  expect(await statusOf(target, 'a')).toBe(200);
});

test('a rewrite starts the time anew, and an expired id can be created again', async () => {
  const target = await container({ defaultTtl: 10 });
  await put(target, 'Create', { id: 'a' });
  seconds += 8;
  await put(target, 'Upsert', { id: 'a' });
  seconds += 8;
  expect(await statusOf(target, 'a')).toBe(200);
  seconds += 8;
  expect(await put(target, 'Create', { id: 'a' })).toBe(201);
  expect([rows('docs'), rows('feed'), rows('ttl')]).toEqual([1, 1, 1]);
});

test('the sweep removes expired items with all that was kept about them', async () => {
  const target = await container({ defaultTtl: 10, uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] } });
  for (let n = 0; n < 600; n++)
    await put(target, 'Create', { id: String(n), email: `${n}@example.com`, ...(n === 0 ? { ttl: -1 } : {}) });
  seconds += 10;
  expect(await sweepExpired(store, catalogue.byNumber)).toBe(true);
  expect(await sweepExpired(store, catalogue.byNumber)).toBe(false);
  expect([rows('docs'), rows('feed'), rows('ttl'), rows('unique')]).toEqual([1, 1, 0, 1]);
});

test('an expired item does not hold its unique key', async () => {
  const target = await container({ defaultTtl: -1, uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] } });
  await put(target, 'Create', { id: '1', email: 'ada@example.com', ttl: 5 });
  seconds += 5;
  expect(await put(target, 'Create', { id: '2', email: 'ada@example.com' })).toBe(201);
  await sweepExpired(store, catalogue.byNumber);
  await expect(put(target, 'Create', { id: '3', email: 'ada@example.com' })).rejects.toMatchObject({ status: 409 });
});

test('a changed default applies to items written before', async () => {
  const old = await container({});
  await put(old, 'Create', { id: 'a' });
  const target = await catalogue.replaceContainer('test', 'c', hashed('c', '/pk', { defaultTtl: 10 }));
  seconds += 11;
  expect(await statusOf(target, 'a')).toBe(404);
  await sweepExpired(store, catalogue.byNumber);
  expect(rows('docs')).toBe(0);
});

test.each([0, -2, 1.5, 2147483648])('the ttl %p is refused', async (ttl) => {
  await expect(put(await container({}), 'Create', { id: 'a', ttl })).rejects.toMatchObject({ status: 400 });
});

test('expired items vanish from point reads, queries and feed of the SDK', async () => {
  const cosmos = await cosmosUnderTest([hashed('c', '/pk', { defaultTtl: -1 })]);
  const items = cosmos.container('c').items;
  await items.create({ id: 'short', pk: 'w', ttl: 1 });
  await items.create({ id: 'long', pk: 'w', ttl: 1000 });
  await wait(2000);
  const read = await cosmos.container('c').item('short', 'w').read();
  const query = await items.query('SELECT VALUE c.id FROM c').fetchAll();
  const feed = await items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning() }).readNext();
  await cosmos.stop();
  expect([read.statusCode, query.resources, feed.result.length]).toEqual([404, ['long'], 1]);
});
