import { gzipSync } from 'node:zlib';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { Rejected } from '../../../shared/model/rejected';
import { openApi, type Api } from '../support/api';
import { callDoor } from '../support/doorClient';
import { subscription } from '../support/samples';

let api: Api & { close(): void };
let owner: string;
/** Primary and secondary key of one pair, and its id. */
let keys: { id: string; primary: string; secondary: string };
const body = '[{"a":1},{"a":2}]';

const makeKeys = async (): Promise<typeof keys> => {
  const { json } = await api.call('POST', '/api/v1/workspaces/main/keys', { token: owner, body: { name: 'probe' } });
  const made = json as unknown as { id: string; primary: { key: string }; secondary: { key: string } };
  return { id: made.id, primary: made.primary.key, secondary: made.secondary.key };
};

beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
  keys = await makeKeys();
});
afterEach(() => api.close());

test('a signed body is forwarded unchanged, and the answer counts its records', async () => {
  const reply = await callDoor(api, { key: keys.primary, body });
  expect(reply).toMatchObject({ status: 202, json: { records: 2, unreadable: 0, bytes: body.length } });
  expect(api.memory.forwarded).toMatchObject([{ workspaceId: 'main', resourceId: '', body: Buffer.from(body) }]);
});

test('both keys of a pair open the door', async () => {
  expect((await callDoor(api, { key: keys.secondary, body })).status).toBe(202);
});

test('gzip is taken and stays as it is', async () => {
  const packed = gzipSync(body);
  const reply = await callDoor(api, { key: keys.primary, body: packed, contentEncoding: 'gzip' });
  expect(reply).toMatchObject({ status: 202, json: { records: 2 } });
  expect(api.memory.forwarded[0]!.body.equals(packed)).toBe(true);
});

test('what one resource sends goes to one partition, and the same body to the same', async () => {
  const resourceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g';
  for (const text of [body, '{"b":1}']) await callDoor(api, { key: keys.primary, body: text, resourceId });
  await callDoor(api, { key: keys.primary, body: '{"b":1}', resourceId: resourceId.toUpperCase() });
  for (const text of [body, body, '{"b":1}']) await callDoor(api, { key: keys.secondary, body: text });
  const [a, b, c, d, e, f] = api.memory.forwarded.map(({ partitionKey }) => partitionKey);
  expect([b, c]).toEqual([a, a]);
  expect(e).toBe(d);
  expect(new Set([a, d, f]).size).toBe(3);
});

describe('401', () => {
  const refused = { status: 401, json: { code: 'IngestKeyInvalid' } };

  test.each([
    ['a changed body', { body: '[]' }],
    ['a changed date', { headers: { 'x-skywarden-date': new Date(Date.now() + 5_000).toISOString() } }],
    ['an added encoding', { headers: { 'content-encoding': 'gzip' } }],
    ['an added resource', { headers: { 'x-skywarden-resource-id': '/subscriptions/x' } }],
    ['another workspace', { workspaceId: 'other' }],
    ['no signature', { headers: { authorization: '' } }],
    ['a bearer token', { headers: { authorization: 'Bearer x.y.z' } }],
  ])('for %s', async (_, tamper) => {
    const reply = await callDoor(api, { key: keys.primary, body, tamper });
    expect(reply).toMatchObject(refused);
    expect(reply.headers['www-authenticate']).toBe('SKYWARDEN-HMAC-SHA256');
    expect(api.memory.forwarded).toEqual([]);
  });

  test('unknown workspace, unknown key and wrong secret cannot be told apart', async () => {
    const [id] = keys.primary.split(':');
    const wrong = `${id}:${Buffer.alloc(32, 9).toString('base64')}`;
    const unknown = wrong.replace(/^[^.]+/, '00000000-0000-4000-8000-000000000009');
    const replies = await Promise.all([
      callDoor(api, { key: keys.primary, body, workspaceId: 'nowhere' }),
      callDoor(api, { key: unknown, body }),
      callDoor(api, { key: wrong, body }),
    ]);
    expect(replies[0]).toMatchObject(refused);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  test('for a rotated key at once, while the other one and the new one hold', async () => {
    const path = `/api/v1/workspaces/main/keys/${keys.id}/rotate`;
    const rotated = await api.call('POST', path, { token: owner, body: { slot: 'primary' } });
    const { key } = rotated.json['primary'] as { key: string };
    expect(await callDoor(api, { key: keys.primary, body })).toMatchObject(refused);
    expect((await callDoor(api, { key: keys.secondary, body })).status).toBe(202);
    expect((await callDoor(api, { key, body })).status).toBe(202);
  });

  test('for both keys of a removed pair', async () => {
    await api.call('DELETE', `/api/v1/workspaces/main/keys/${keys.id}`, { token: owner });
    expect(await callDoor(api, { key: keys.primary, body })).toMatchObject(refused);
    expect(await callDoor(api, { key: keys.secondary, body })).toMatchObject(refused);
  });

  test.each([
    [-901, 401],
    [-899, 202],
    [899, 202],
    [901, 401],
  ])('by the time it names: %d s off is %d', async (seconds, status) => {
    const date = new Date(api.memory.clock.now.getTime() + seconds * 1000).toISOString();
    expect((await callDoor(api, { key: keys.primary, body, date })).status).toBe(status);
  });

  test('for a date of another form, which is told', async () => {
    const reply = await callDoor(api, { key: keys.primary, body, date: 'Sat, 31 Jan 2026 08:00:00 GMT' });
    expect(reply).toMatchObject({ status: 401, json: { code: 'IngestDateInvalid' } });
  });
});

describe('what is too large', () => {
  test('is refused before anybody looks at its signature', async () => {
    const big = Buffer.alloc(1_000_001, ' ');
    const reply = await callDoor(api, { key: keys.primary, body, tamper: { body: big } });
    expect(reply).toMatchObject({ status: 413, json: { code: 'RequestEntityTooLarge' } });
    expect(reply.json['detail']).toContain('split an array into several requests');
  });

  test('is also what expands to more than is taken', async () => {
    const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024, ' '));
    const reply = await callDoor(api, { key: keys.primary, body: bomb, contentEncoding: 'gzip' });
    expect(reply).toMatchObject({ status: 413 });
  });

  test('is what the hub refuses as too large', async () => {
    api.deps.ports.door.send = () => Promise.reject(new Rejected('TooLarge', 'too large'));
    expect((await callDoor(api, { key: keys.primary, body })).status).toBe(413);
  });
});

test.each([
  ['nothing', '', 'EmptyBody'],
  ['an empty array', '[]', 'EmptyBody'],
  ['bytes that are no text', Buffer.from([0xff, 0, 1, 0x80]), 'Binary'],
])('a body that holds %s is refused with the reason', async (_, bad, code) => {
  expect(await callDoor(api, { key: keys.primary, body: bad })).toMatchObject({ status: 400, json: { code } });
  expect(api.memory.forwarded).toEqual([]);
});

test('an encoding that ingest cannot read is refused', async () => {
  expect((await callDoor(api, { key: keys.primary, body, contentEncoding: 'br' })).status).toBe(415);
});

test('records that cannot be read are counted, and forwarded with the others', async () => {
  const reply = await callDoor(api, { key: keys.primary, body: '{"a":1}\n{"b":\n{"c":3}' });
  expect(reply.json['unreadable']).toBeGreaterThan(0);
  expect(api.memory.forwarded).toHaveLength(1);
});

test('while the hub is away the answer is 503, and 429 while it throttles, each with a time to come back', async () => {
  api.deps.ports.door.send = () => Promise.reject(new Error('amqp: connection refused'));
  const away = await callDoor(api, { key: keys.primary, body });
  expect(away).toMatchObject({ status: 503, headers: { 'retry-after': '15' } });
  expect(away.text).not.toContain('amqp');
  api.deps.ports.door.send = () => Promise.reject(new Throttled(7));
  expect(await callDoor(api, { key: keys.primary, body })).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
  });
});

test('while the keys cannot be read the answer is 503 too, and never 401', async () => {
  api.deps.ports.ingestKeys.get = () => Promise.reject(new Error('cosmos is away'));
  expect((await callDoor(api, { key: keys.primary, body })).status).toBe(503);
});

test('the log names the key that signed', async () => {
  await callDoor(api, { key: keys.primary, body });
  const line = api.memory.log.findLast(({ message }) => message === 'request');
  expect(line!.facts).toMatchObject({ status: 202, caller: keys.primary.split(':')[0] });
});

test('a gateway in front may change host and scheme', async () => {
  const relayed = { host: 'inside.example.com', 'x-forwarded-host': 'sky.example.com', 'x-forwarded-proto': 'https' };
  const reply = await callDoor(api, { key: keys.primary, body, tamper: { headers: relayed } });
  expect(reply.status).toBe(202);
});

test('nothing of a key is logged', async () => {
  await callDoor(api, { key: keys.primary, body });
  await callDoor(api, { key: keys.primary, body, tamper: { body: '[]' } });
  const [, secret] = keys.primary.split(':');
  expect(JSON.stringify(api.memory.log)).not.toContain(secret);
});
