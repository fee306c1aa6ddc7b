import { openAuthoriser, signature } from '../../../local/cosmos/signature';
import { accountKey, cosmosUnderTest, hashed, type CosmosUnderTest } from './cosmosUnderTest';

let cosmos: CosmosUnderTest;
beforeAll(async () => {
  cosmos = await cosmosUnderTest([hashed('c', '/pk')]);
});
afterAll(() => cosmos.stop());

interface Raw {
  method?: string;
  date?: Date;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as another SDK might make it, signed by the same formula. */
async function send(path: string, { method = 'GET', date = new Date(), headers = {}, body }: Raw = {}) {
  const sig = signature(accountKey, { method, path, date: date.toUTCString() });
  const authorization = encodeURIComponent(`type=master&ver=1.0&sig=${sig}`);
  const answer = await fetch(`${cosmos.endpoint.endpoint}${path}`, {
    method,
    headers: { authorization, 'x-ms-date': date.toUTCString(), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}

test('the signature is that of the documented example', () => {
  // Microsoft Learn, "Access control in the Azure Cosmos DB SQL API", example for GET dbs/ToDoList.
  const key = 'dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==';
  const date = 'Thu, 27 Apr 2017 00:51:12 GMT';
  expect(signature(key, { method: 'GET', path: '/dbs/ToDoList', date })).toBe(
    'c09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu+c+c=',
  );
});

describe('a request that has passed once', () => {
  const path = '/dbs/test/colls/c/docs';
  const now = Date.parse('2026-11-21T09:00:00Z');
  const authorise = openAuthoriser({ key: accountKey });

  function signed({ method = 'POST', key = accountKey, type = 'master' } = {}) {
    const date = new Date(now).toUTCString();
    const sig = signature(key, { method: 'POST', path, date });
    const headers: Record<string, string> = {
      'x-ms-date': date,
      authorization: encodeURIComponent(`type=${type}&ver=1.0&sig=${sig}`),
    };
    return { method, path, header: (name: string) => headers[name], body: Buffer.alloc(0), origin: '' };
  }
  beforeEach(() => authorise(signed(), now));

  test('passes again', () => expect(authorise(signed(), now)).resolves.toBeUndefined());
  test('does not let another signature, method or type of token pass', async () => {
    const otherKey = Buffer.from('another key').toString('base64');
    await expect(authorise(signed({ key: otherKey }), now)).rejects.toMatchObject({ status: 401 });
    await expect(authorise(signed({ method: 'PUT' }), now)).rejects.toMatchObject({ status: 401 });
    await expect(authorise(signed({ type: 'aad' }), now)).rejects.toMatchObject({ status: 401 });
  });
  test('is refused once its date is too old', () =>
    expect(authorise(signed(), now + 16 * 60_000)).rejects.toMatchObject({ status: 403 }));
});

test('a date more than 15 minutes off is refused with 403', async () => {
  expect((await send('/dbs', { date: new Date(Date.now() - 16 * 60_000) })).status).toBe(403);
  expect((await send('/dbs', { date: new Date(Date.now() - 14 * 60_000) })).status).toBe(200);
});

test('a session token from the future answers 404 with substatus 1002', async () => {
  const headers = { 'x-ms-documentdb-partitionkey': '["w"]', 'x-ms-session-token': '0:-1#999' };
  const answer = await send('/dbs/test/colls/c/docs/a', { headers });
  expect([answer.status, answer.headers.get('x-ms-substatus')]).toEqual([404, '1002']);
});

const post = { method: 'POST', headers: { 'x-ms-documentdb-partitionkey': '["w"]' } };
test.each<[string, string, Raw, number]>([
  ['a body that is no JSON', '/dbs/test/colls/c/docs', { ...post, body: '{' }, 400],
  ['a body that is no object', '/dbs/test/colls/c/docs', { ...post, body: '[1]' }, 400],
  ['an item without id', '/dbs/test/colls/c/docs', { ...post, body: '{"pk":"w"}' }, 400],
  ['an item of another key', '/dbs/test/colls/c/docs', { ...post, body: '{"id":"a","pk":"x"}' }, 400],
  ['an item without key header', '/dbs/test/colls/c/docs', { method: 'POST', body: '{"id":"a","pk":"w"}' }, 400],
  ['a malformed key header', '/dbs/test/colls/c/docs/a', { headers: { 'x-ms-documentdb-partitionkey': '[[1]]' } }, 400],
  [
    'a query plan',
    '/dbs/test/colls/c/docs',
    { ...post, headers: { 'x-ms-cosmos-is-query-plan-request': 'True' }, body: '{}' },
    400,
  ],
  ['a full-fidelity feed', '/dbs/test/colls/c/docs', { headers: { 'a-im': 'Full-Fidelity Feed' } }, 400],
  [
    'an empty batch',
    '/dbs/test/colls/c/docs',
    { method: 'POST', headers: { 'x-ms-cosmos-is-batch-request': 'true' }, body: '[]' },
    400,
  ],
  ['an unknown container', '/dbs/test/colls/none/docs', post, 404],
  ['an unknown path', '/media', {}, 404],
  ['a wrong method', '/dbs/test/colls/c', { method: 'POST', body: '{}' }, 405],
  ['an undecodable path', '/dbs/%FF', {}, 400],
])('%s is refused with a JSON body', async (_name, path, raw, status) => {
  const sent = path.includes('%FF')
    ? await fetch(`${cosmos.endpoint.endpoint}${path}`, {
        headers: { authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dx' },
      })
    : undefined;
  const answer = sent ? { status: sent.status, body: (await sent.json()) as object } : await send(path, raw);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ code: expect.any(String), message: expect.any(String) });
});

test('a batch of 101 operations is refused', async () => {
  const body = JSON.stringify(
    Array.from({ length: 101 }, (_, n) => ({ operationType: 'Create', resourceBody: { id: String(n), pk: 'w' } })),
  );
  const headers = { ...post.headers, 'x-ms-cosmos-is-batch-request': 'true', 'x-ms-cosmos-batch-atomic': 'true' };
  expect((await send('/dbs/test/colls/c/docs', { method: 'POST', headers, body })).status).toBe(400);
});
