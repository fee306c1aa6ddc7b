import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container, FeedOptions, SqlQuerySpec } from '@azure/cosmos';
import { cosmosUnderTest, hashed, hierarchical, type CosmosUnderTest } from './cosmosUnderTest';

const containers = [
  hashed('events', '/pk'),
  hierarchical('resources', ['/subscription', '/root'], {
    indexingPolicy: {
      includedPaths: [{ path: '/rank/?' }, { path: '/name/?' }],
      excludedPaths: [{ path: '/*' }],
      compositeIndexes: [[{ path: '/name' }, { path: '/rank', order: 'descending' }]],
    },
  }),
];
const folder = mkdtempSync(join(tmpdir(), 'cosmos-'));
let cosmos: CosmosUnderTest;
let events: Container;
let resources: Container;

async function open(): Promise<void> {
  cosmos = await cosmosUnderTest(containers, { folder });
  events = cosmos.container('events');
  resources = cosmos.container('resources');
}

beforeAll(async () => {
  await open();
  for (let n = 0; n < 120; n++) {
    await events.items.create({
      id: String(n).padStart(3, '0'),
      pk: `p${n % 3}`,
      n,
      bucket: n % 10,
      tags: [n, n + 1],
      wide: 'x'.repeat(100),
    });
  }
  for (let n = 0; n < 12; n++) {
    await resources.items.create({
      id: `r${n}`,
      subscription: `s${n % 2}`,
      root: `x${n % 3}`,
      rank: n % 4,
      name: `n${n % 2}`,
    });
  }
  await resources.items.create({ id: 'unranked', subscription: 's0', root: 'x0' });
});
afterAll(async () => {
  await cosmos.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function pages(
  from: Container,
  query: string | SqlQuerySpec,
  options: FeedOptions,
  between?: () => Promise<void>,
): Promise<unknown[][]> {
  const out: unknown[][] = [];
  let continuationToken: string | undefined;
  do {
    const container = from.id === 'events' ? events : resources;
    const page = await container.items
      .query<unknown>(query, { ...options, ...(continuationToken ? { continuationToken } : {}) })
      .fetchNext();
    out.push(page.resources);
    continuationToken = page.continuationToken;
    await between?.();
  } while (continuationToken !== undefined);
  return out;
}

const all = Array.from({ length: 120 }, (_, n) => String(n).padStart(3, '0'));

test('pages of a plain query hold every item once', async () => {
  const found = await pages(events, 'SELECT VALUE c.id FROM c', { maxItemCount: 50 });
  expect(found.map((page) => page.length)).toEqual([50, 50, 20]);
  expect((found.flat() as string[]).toSorted()).toEqual(all);
});

test('sorted pages stay in order and whole while items are added and the endpoint restarts', async () => {
  const query = "SELECT VALUE c.n FROM c WHERE c.pk != 'late' ORDER BY c.bucket DESC";
  let added = 0;
  const found = await pages(events, query, { maxItemCount: 35 }, async () => {
    await events.items.create({ id: `late${added++}`, pk: 'late', bucket: 9 });
    await cosmos.stop();
    await open();
  });
  const groups = (found.flat() as number[]).map((n) => n % 10);
  expect(groups).toEqual(groups.toSorted((one, other) => other - one));
  expect(new Set(found.flat()).size).toBe(120);
  expect(found.map((page) => page.length)).toEqual([35, 35, 35, 15]);
});

test('OFFSET, LIMIT and TOP count over page boundaries', async () => {
  const limited = await pages(events, 'SELECT VALUE c.n FROM c WHERE IS_DEFINED(c.n) ORDER BY c.n OFFSET 7 LIMIT 23', {
    maxItemCount: 10,
  });
  expect(limited).toEqual([10, 10, 3].map((length, page) => Array.from({ length }, (_, n) => 7 + 10 * page + n)));
  const top = await pages(events, 'SELECT TOP 15 VALUE c.id FROM c', { maxItemCount: 10 });
  expect(top.map((page) => page.length)).toEqual([10, 5]);
});

test('rows of a JOIN are split over pages without loss', async () => {
  const found = await pages(events, 'SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.n < 9', { maxItemCount: 5 });
  expect((found.flat() as number[]).toSorted((a, b) => a - b)).toEqual([
    0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9,
  ]);
});

test('groups and distinct values are paged', async () => {
  const groups = await pages(events, 'SELECT c.bucket, COUNT(1) AS n FROM c WHERE IS_DEFINED(c.n) GROUP BY c.bucket', {
    maxItemCount: 4,
  });
  expect(groups.map((page) => page.length)).toEqual([4, 4, 2]);
  const distinct = await pages(events, 'SELECT DISTINCT VALUE c.bucket FROM c', { maxItemCount: 8 });
  expect(new Set(distinct.flat())).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});

test('a key header restricts a query to its partition, a prefix to all below it', async () => {
  const one = await resources.items.query('SELECT VALUE c.id FROM c', { partitionKey: ['s0', 'x1'] }).fetchAll();
  const prefix = await resources.items.query('SELECT VALUE c.id FROM c', { partitionKey: ['s1'] }).fetchAll();
  expect(one.resources).toEqual(['r10', 'r4']);
  expect((prefix.resources as string[]).toSorted()).toEqual(['r1', 'r11', 'r3', 'r5', 'r7', 'r9']);
});

test('conditions on key and id find the same with and without narrowing', async () => {
  const narrowed = await events.items
    .query("SELECT VALUE c.n FROM c WHERE c.pk IN ('p0', 'p2') AND c.id = '003'")
    .fetchAll();
  const scanned = await events.items
    .query("SELECT VALUE c.n FROM c WHERE (c.pk = 'p0' OR c.pk = 'p2') AND LOWER(c.id) = '003'")
    .fetchAll();
  const byId = await events.items.query("SELECT VALUE c.n FROM c WHERE c.id = '004'").fetchAll();
  expect([narrowed.resources, scanned.resources, byId.resources]).toEqual([[3], [3], [4]]);
  expect(scanned.requestCharge).toBeGreaterThan(2);
});

test('items without the sort property are left out unless the policy names its path', async () => {
  const wildcard = await events.items
    .query("SELECT VALUE c.id FROM c WHERE c.pk IN ('late', 'p0') ORDER BY c.n")
    .fetchAll();
  expect(wildcard.resources).toHaveLength(40);
  const named = await resources.items.query('SELECT VALUE c.id FROM c ORDER BY c.rank').fetchAll();
  expect(named.resources[0]).toBe('unranked');
});

test('ORDER BY on two paths is served by a composite index or its reverse only', async () => {
  const sort = (order: string) => resources.items.query(`SELECT VALUE c.id FROM c ORDER BY ${order}`).fetchAll();
  expect((await sort('c.name ASC, c.rank DESC')).resources).toHaveLength(13);
  expect((await sort('c.name DESC, c.rank ASC')).resources).toHaveLength(13);
  await expect(sort('c.name ASC, c.rank ASC')).rejects.toMatchObject({ code: 400 });
  await expect(sort('c.root')).rejects.toMatchObject({ code: 400 });
  await expect(sort('LOWER(c.name)')).rejects.toMatchObject({ code: 400 });
});

test('a response holds at most 4 MB and goes on with a continuation', async () => {
  const text = 'x'.repeat(1_500_000);
  for (const id of ['1', '2', '3', '4']) await events.items.create({ id, pk: 'wide', text });
  const found = await pages(events, "SELECT * FROM c WHERE c.pk = 'wide'", { maxItemCount: 100 });
  expect(found.map((page) => page.length)).toEqual([2, 2]);
});

test('a continuation of another query is refused', async () => {
  const { continuationToken } = await events.items.query('SELECT * FROM c', { maxItemCount: 1 }).fetchNext();
  const other = events.items.query('SELECT c.id FROM c', { continuationToken });
  await expect(other.fetchNext()).rejects.toMatchObject({ code: 400 });
});

test('parameters and readAll work through the SDK', async () => {
  const parameters = [{ name: '@low', value: 118 }];
  const { resources: high } = await events.items
    .query({ query: 'SELECT VALUE c.n FROM c WHERE c.n >= @low', parameters })
    .fetchAll();
  expect(new Set(high)).toEqual(new Set([118, 119]));
  const everything = await resources.items.readAll({ maxItemCount: 5 }).fetchAll();
  expect(everything.resources).toHaveLength(13);
});
