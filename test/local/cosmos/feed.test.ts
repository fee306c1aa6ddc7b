import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeFeedStartFrom,
  PartitionKeyBuilder,
  StatusCodes,
  type ChangeFeedIteratorOptions,
  type Container,
} from '@azure/cosmos';
import fc from 'fast-check';
import { cosmosUnderTest, hashed, hierarchical, type CosmosUnderTest } from './cosmosUnderTest';

type Change = { id: string; n?: number; _lsn: number };
let cosmos: CosmosUnderTest;
let made = 0;

beforeAll(async () => {
  cosmos = await cosmosUnderTest([hierarchical('resources', ['/subscription', '/root'])]);
});
afterAll(() => cosmos.stop());

async function freshContainer(): Promise<Container> {
  const { container } = await cosmos.client
    .database('test')
    .containers.create(hashed(`feed${made++}`, '/pk') as { id: string });
  return container;
}

async function drain(container: Container, options: ChangeFeedIteratorOptions) {
  const iterator = container.items.getChangeFeedIterator<Change>(options);
  const pages: Change[][] = [];
  for (;;) {
    const page = await iterator.readNext();
    if (page.statusCode === StatusCodes.NotModified)
      return { pages, changes: pages.flat(), token: page.continuationToken };
    pages.push(page.result);
  }
}

const fromBeginning: ChangeFeedIteratorOptions = {
  changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
  maxItemCount: 100,
};
const after = (token: string): ChangeFeedIteratorOptions => ({
  changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token),
});

test('the feed holds the latest version of each document, in order of change, and no deleted ones', async () => {
  const container = await freshContainer();
  for (const id of ['a', 'b', 'c']) await container.items.create({ id, pk: 'w', n: 1 });
  await container.items.upsert({ id: 'a', pk: 'w', n: 2 });
  await container.item('b', 'w').delete();
  const { changes } = await drain(container, fromBeginning);
  expect(changes.map(({ id, n }) => [id, n])).toEqual([
    ['c', 1],
    ['a', 2],
  ]);
});

test('a continuation goes on behind what was read, also after an empty answer', async () => {
  const container = await freshContainer();
  await container.items.create({ id: 'a', pk: 'w' });
  const first = await drain(container, fromBeginning);
  const second = await drain(container, after(first.token));
  expect(second.changes).toEqual([]);
  await container.items.create({ id: 'b', pk: 'w' });
  const third = await drain(container, after(second.token));
  expect(third.changes.map(({ id }) => id)).toEqual(['b']);
});

test('from now on means from the first request on', async () => {
  const container = await freshContainer();
  await container.items.create({ id: 'before', pk: 'w' });
  const iterator = container.items.getChangeFeedIterator<Change>({ changeFeedStartFrom: ChangeFeedStartFrom.Now() });
  expect((await iterator.readNext()).statusCode).toBe(StatusCodes.NotModified);
  await container.items.create({ id: 'after', pk: 'w' });
  expect((await iterator.readNext()).result.map(({ id }) => id)).toEqual(['after']);
});

test('a start time leaves out what was changed before it', async () => {
  const container = await freshContainer();
  await container.items.create({ id: 'a', pk: 'w' });
  const hour = 3_600_000;
  const past = await drain(container, { changeFeedStartFrom: ChangeFeedStartFrom.Time(new Date(Date.now() - hour)) });
  const future = await drain(container, { changeFeedStartFrom: ChangeFeedStartFrom.Time(new Date(Date.now() + hour)) });
  expect([past.changes.length, future.changes.length]).toEqual([1, 0]);
});

test('documents of one transaction share an lsn and are not split, whatever the page size', async () => {
  const container = await freshContainer();
  for (let n = 0; n < 3; n++) {
    const operations = Array.from({ length: 10 }, (_, at) => ({
      operationType: 'Create' as const,
      resourceBody: { id: `${n}-${at}`, pk: 'w' },
    }));
    await container.items.batch(operations, 'w');
  }
  const { pages } = await drain(container, { ...fromBeginning, maxItemCount: 4 });
  expect(pages.map((page) => page.length)).toEqual([10, 10, 10]);
  expect(pages.map((page) => new Set(page.map(({ _lsn }) => _lsn)).size)).toEqual([1, 1, 1]);
});

test('the feed of a key holds that partition, the feed of a prefix all below it', async () => {
  const resources = cosmos.container('resources');
  for (const [id, subscription, root] of [
    ['1', 's', 'x'],
    ['2', 's', 'y'],
    ['3', 't', 'x'],
  ] as const) {
    await resources.items.create({ id, subscription, root });
  }
  const ofKey = new PartitionKeyBuilder().addValue('s').addValue('y').build();
  const ofPrefix = new PartitionKeyBuilder().addValue('s').build();
  const key = await drain(resources, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning(ofKey) });
  const prefix = await drain(resources, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning(ofPrefix) });
  expect(key.changes.map(({ id }) => id)).toEqual(['2']);
  expect(prefix.changes.map(({ id }) => id)).toEqual(['1', '2']);
});

test('feed ranges, tokens and positions outlive a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cosmos-'));
  const first = await cosmosUnderTest([hashed('c', '/pk')], { folder });
  await first.container('c').items.create({ id: 'a', pk: 'w' });
  const { token } = await drain(first.container('c'), fromBeginning);
  await first.container('c').item('a', 'w').delete();
  await first.stop();
  const second = await cosmosUnderTest([hashed('c', '/pk')], { folder });
  await second.container('c').items.create({ id: 'b', pk: 'w' });
  const { changes } = await drain(second.container('c'), after(token));
  await second.stop();
  rmSync(folder, { recursive: true });
  expect(changes.map(({ id }) => id)).toEqual(['b']);
});

test('a reader that follows the feed ends with the latest version of every document', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    kind: fc.constantFrom('put', 'put', 'put', 'batch', 'read'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, maxItemCount) => {
        const container = await freshContainer();
        const expected = new Map<string, number>();
        const seen = new Map<string, number>();
        let options: ChangeFeedIteratorOptions = { ...fromBeginning, maxItemCount };
        const follow = async () => {
          const { changes, token } = await drain(container, options);
          for (const { id, n = -1 } of changes) seen.set(id, n);
          options = { ...after(token), maxItemCount };
        };
        for (const [n, { id, kind }] of steps.entries()) {
          if (kind === 'read') await follow();
          else if (kind === 'put') await container.items.upsert({ id, pk: 'w', n });
          else {
            const resourceBodies = [
              { id, pk: 'w', n },
              { id: 'a', pk: 'w', n },
            ];
            await container.items.batch(
              resourceBodies.map((resourceBody) => ({ operationType: 'Upsert' as const, resourceBody })),
              'w',
            );
            expected.set('a', n);
          }
          if (kind !== 'read') expected.set(id, n);
        }
        await follow();
        expect(seen).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
}, 30_000);
