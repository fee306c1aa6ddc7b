import { ErrorResponse } from '@azure/cosmos';
import { cosmosUnderTest, hashed, hierarchical, type CosmosUnderTest } from './cosmosUnderTest';

let cosmos: CosmosUnderTest;
const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };

beforeAll(async () => {
  const pages = hashed('pages', '/pk');
  const resources = hierarchical('resources', ['/subscription', '/root']);
  cosmos = await cosmosUnderTest([pages, resources, hashed('people', '/team', { uniqueKeyPolicy })]);
});
afterAll(() => cosmos.stop());

const codeOf = async (refused: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await refused.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ErrorResponse);
  return (error as ErrorResponse).code;
};

test('a created item is read back with its system properties and etag', async () => {
  const pages = cosmos.container('pages');
  const created = await pages.items.create({ id: 'a', pk: 'w', text: 'grüß "dich"\n' });
  const read = await pages.item('a', 'w').read();
  expect(created.statusCode).toBe(201);
  expect(read.resource).toMatchObject({
    id: 'a',
    pk: 'w',
    text: 'grüß "dich"\n',
    _etag: created.etag,
    _ts: expect.any(Number),
  });
  expect(read.etag).toBe(created.etag);
});

test('a missing item answers 404 without throwing', async () => {
  const read = await cosmos.container('pages').item('none', 'w').read();
  expect([read.statusCode, read.resource]).toEqual([404, undefined]);
});

test('an id taken in the same partition is refused and free in another', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'taken', pk: '1' });
  expect(await codeOf(pages.items.create({ id: 'taken', pk: '1' }))).toBe(409);
  expect((await pages.items.create({ id: 'taken', pk: '2' })).statusCode).toBe(201);
});

test('an upsert creates, then replaces and drops old properties', async () => {
  const pages = cosmos.container('pages');
  const first = await pages.items.upsert({ id: 'u', pk: 'w', old: 1 });
  const second = await pages.items.upsert({ id: 'u', pk: 'w', fresh: 2 });
  expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
  const { resource } = await pages.item('u', 'w').read();
  expect(resource).toMatchObject({ fresh: 2, _rid: (first.resource as { _rid?: string } | undefined)?._rid });
  expect(resource).not.toHaveProperty('old');
});

test('If-Match lets one of two writers win', async () => {
  const pages = cosmos.container('pages');
  const { etag } = await pages.items.create({ id: 'race', pk: 'w', n: 0 });
  const condition = { accessCondition: { type: 'IfMatch', condition: etag } };
  const results = await Promise.allSettled(
    [1, 2].map((n) => pages.item('race', 'w').replace({ id: 'race', pk: 'w', n }, condition)),
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 412 });
});

test('If-None-Match answers 304 for an unchanged item', async () => {
  const pages = cosmos.container('pages');
  const { etag } = await pages.items.create({ id: 'same', pk: 'w' });
  const read = await pages.item('same', 'w').read({ accessCondition: { type: 'IfNoneMatch', condition: etag } });
  expect(read.statusCode).toBe(304);
});

test('a deleted item is gone and cannot be deleted or replaced again', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'd', pk: 'w' });
  expect((await pages.item('d', 'w').delete()).statusCode).toBe(204);
  expect((await pages.item('d', 'w').read()).statusCode).toBe(404);
  expect(await codeOf(pages.item('d', 'w').delete())).toBe(404);
  expect(await codeOf(pages.item('d', 'w').replace({ id: 'd', pk: 'w' }))).toBe(404);
});

test.each([['text'], [5], [-1.5], [true], [null]])('the partition key %p is an identity of its own', async (pk) => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'typed', pk, mine: String(pk) });
  const { resource } = await pages.item('typed', pk as string).read<{ mine: string }>();
  expect(resource?.mine).toBe(String(pk));
});

test('an item without the key property is found under the missing key', async () => {
  const pages = cosmos.container('pages');
  await pages.items.create({ id: 'keyless' });
  expect((await pages.item('keyless', {} as unknown as string).read()).statusCode).toBe(200);
  expect((await pages.item('keyless', null as unknown as string).read()).statusCode).toBe(404);
});

test.each(['a b', 'a%b', 'x|y', 'a~b:c+d=e', 'ключ', 'é'.repeat(300), 'k'.repeat(1023)])(
  'the id %p works',
  async (id) => {
    const pages = cosmos.container('pages');
    await pages.items.create({ id, pk: 'ids' });
    expect((await pages.item(id, 'ids').read<{ id: string }>()).resource?.id).toBe(id);
  },
);

test('an id of 1,024 bytes is refused', async () => {
  expect(await codeOf(cosmos.container('pages').items.create({ id: 'k'.repeat(1024), pk: 'ids' }))).toBe(400);
});

test('a hierarchical key needs all its levels', async () => {
  const resources = cosmos.container('resources');
  await resources.items.create({ id: 'r', subscription: 's', root: 'x' });
  expect((await resources.item('r', ['s', 'x']).read()).statusCode).toBe(200);
  expect((await resources.item('r', ['s']).read()).statusCode).toBe(404);
});

test('an item above 2 MB is refused with 413 and one just below is kept', async () => {
  const pages = cosmos.container('pages');
  expect(await codeOf(pages.items.create({ id: 'big', pk: 'w', text: 'x'.repeat(2 * 1024 * 1024) }))).toBe(413);
  expect((await pages.items.create({ id: 'big', pk: 'w', text: 'x'.repeat(2 * 1024 * 1024 - 1000) })).statusCode).toBe(
    201,
  );
});

test('a unique key holds within a partition and is free again after a delete', async () => {
  const people = cosmos.container('people');
  await people.items.create({ id: '1', team: 'a', email: 'ada@example.com' });
  expect(await codeOf(people.items.create({ id: '2', team: 'a', email: 'ada@example.com' }))).toBe(409);
  expect((await people.items.create({ id: '2', team: 'b', email: 'ada@example.com' })).statusCode).toBe(201);
  await people.items.upsert({ id: '1', team: 'a', email: 'other@example.com' });
  expect((await people.items.create({ id: '3', team: 'a', email: 'ada@example.com' })).statusCode).toBe(201);
  await people.item('3', 'a').delete();
  expect((await people.items.create({ id: '4', team: 'a', email: 'ada@example.com' })).statusCode).toBe(201);
});

test('delete by partition key removes that key only', async () => {
  const pages = cosmos.container('pages');
  for (const [id, pk] of [
    ['1', 'gone'],
    ['2', 'gone'],
    ['1', 'gone2'],
  ] as const)
    await pages.items.create({ id, pk });
  await pages.deleteAllItemsForPartitionKey('gone');
  const { resources } = await pages.items.query("SELECT c.id, c.pk FROM c WHERE STARTSWITH(c.pk, 'gone')").fetchAll();
  expect(resources).toEqual([{ id: '1', pk: 'gone2' }]);
});
