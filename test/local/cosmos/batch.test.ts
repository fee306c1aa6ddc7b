import { BulkOperationType, type JSONObject, type OperationInput } from '@azure/cosmos';
import { cosmosUnderTest, hashed, type CosmosUnderTest } from './cosmosUnderTest';

let cosmos: CosmosUnderTest;
beforeAll(async () => {
  cosmos = await cosmosUnderTest([hashed('pages', '/pk')]);
});
afterAll(() => cosmos.stop());

const create = (id: string, pk: string, more: JSONObject = {}): OperationInput => ({
  operationType: BulkOperationType.Create,
  resourceBody: { id, pk, ...more },
});
const idsOf = async (pk: string): Promise<unknown[]> =>
  (await cosmos.container('pages').items.query('SELECT VALUE c.id FROM c', { partitionKey: pk }).fetchAll()).resources;

test('a batch performs its operations in order and each sees those before it', async () => {
  const pages = cosmos.container('pages');
  const { code, result } = await pages.items.batch(
    [
      create('1', 'mixed', { n: 1 }),
      { operationType: 'Patch', id: '1', resourceBody: { operations: [{ op: 'incr', path: '/n', value: 4 }] } },
      { operationType: 'Read', id: '1' },
      { operationType: 'Upsert', resourceBody: { id: '2', pk: 'mixed' } },
      { operationType: 'Delete', id: '1' },
    ],
    'mixed',
  );
  expect(code).toBe(200);
  expect(result?.map(({ statusCode }) => statusCode)).toEqual([201, 200, 200, 201, 204]);
  expect(result?.[2]?.resourceBody).toMatchObject({ id: '1', n: 5 });
  expect(await idsOf('mixed')).toEqual(['2']);
});

test('a batch with one refused operation leaves nothing, and names the guilty one', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'taken', pk: 'whole' });
  const { code, result } = await pages.items.batch(
    [create('x', 'whole'), create('taken', 'whole'), create('y', 'whole')],
    'whole',
  );
  expect(code).toBe(207);
  expect(result?.map(({ statusCode }) => statusCode)).toEqual([424, 409, 424]);
  expect(await idsOf('whole')).toEqual(['taken']);
});

test('a failed If-Match inside a batch refuses the batch with 412', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'state', pk: 'match' });
  const { result } = await pages.items.batch(
    [
      create('outbox', 'match'),
      { operationType: 'Replace', id: 'state', ifMatch: '"other"', resourceBody: { id: 'state', pk: 'match' } },
    ],
    'match',
  );
  expect(result?.map(({ statusCode }) => statusCode)).toEqual([424, 412]);
  expect(await idsOf('match')).toEqual(['state']);
});

test('an item of another partition refuses the batch', async () => {
  const { result } = await cosmos.container('pages').items.batch([create('a', 'one'), create('b', 'two')], 'one');
  expect(result?.map(({ statusCode }) => statusCode)).toEqual([424, 400]);
});

test('batches that race for one id: one wins whole, the others leave nothing', async () => {
  const pages = cosmos.container('pages');
  const batches = Array.from({ length: 12 }, (_, n) =>
    pages.items.batch([create(`own${n}`, 'race'), create('shared', 'race')], 'race'),
  );
  const codes = (await Promise.all(batches)).map(({ code }) => code);
  expect(codes.filter((code) => code === 200)).toHaveLength(1);
  const winner = codes.indexOf(200);
  expect(await idsOf('race')).toEqual([`own${winner}`, 'shared']);
});

test('without a content response a batch answers etags and no bodies', async () => {
  const { result } = await cosmos
    .container('pages')
    .items.batch([create('quiet', 'quiet')], 'quiet', { contentResponseOnWriteEnabled: false });
  expect(result?.[0]).toMatchObject({ statusCode: 201, eTag: expect.stringMatching(/^".+"$/) });
  expect(result?.[0]?.resourceBody).toBeUndefined();
});

test('a bulk request judges each operation for itself', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'there', pk: 'b1' });
  const answers = await pages.items.bulk([create('new', 'b1'), create('there', 'b1'), create('new', 'b2')]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 409, 201]);
});

test('executeBulkOperations writes any number of operations', async () => {
  const pages = cosmos.container('pages');
  const operations = Array.from({ length: 250 }, (_, n) => ({
    operationType: BulkOperationType.Create,
    partitionKey: `bulk${n % 7}`,
    resourceBody: { id: String(n), pk: `bulk${n % 7}` },
  }));
  const results = await pages.items.executeBulkOperations(operations);
  expect(results.filter(({ response }) => response?.statusCode === 201)).toHaveLength(250);
  const { resources } = await pages.items
    .query("SELECT VALUE COUNT(1) FROM c WHERE STARTSWITH(c.pk, 'bulk')")
    .fetchAll();
  expect(resources).toEqual([250]);
}, 15_000);
