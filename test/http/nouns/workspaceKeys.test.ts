import { randomUUID } from 'node:crypto';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { openApi, type Api } from '../support/api';
import { group, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let owner: string;
const path = '/api/v1/workspaces/main/keys';

beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
});
afterEach(() => api.close());

interface Pair {
  id: string;
  name: string;
  primary: { keyId: string; key?: string };
  secondary: { keyId: string; key?: string };
}

const create = async (name = 'branch office'): Promise<Pair> => {
  const reply = await api.call('POST', path, { token: owner, body: { name } });
  expect(reply.status).toBe(201);
  return reply.json as unknown as Pair;
};

test('a new pair shows two different keys of 256 bits, once', async () => {
  const made = await create();
  const secrets = [made.primary, made.secondary].map(({ key }) => Buffer.from(key!.split(':')[1]!, 'base64'));
  expect(secrets.map(({ length }) => length)).toEqual([32, 32]);
  expect(secrets[0]!.equals(secrets[1]!)).toBe(false);
  const list = await api.call('GET', path, { token: owner });
  expect(list.json.value).toMatchObject([
    { id: made.id, name: 'branch office', primary: { keyId: made.primary.keyId } },
  ]);
  for (const { key } of [made.primary, made.secondary]) expect(list.text).not.toContain(key!.split(':')[1]);
});

test('secrets are kept by the store of sealed values alone', async () => {
  const made = await create();
  const [, secret] = made.primary.key!.split(':');
  expect([...api.secrets.values()]).toContain(secret);
  expect(JSON.stringify(await api.deps.ports.ingestKeys.list('main'))).not.toContain(secret);
  expect(JSON.stringify(api.memory.log)).not.toContain(secret);
});

test('a rotation replaces one key, names it anew and forgets the former secret', async () => {
  const made = await create();
  const reply = await api.call('POST', `${path}/${made.id}/rotate`, { token: owner, body: { slot: 'primary' } });
  const rotated = reply.json as unknown as Pair;
  expect(reply.status).toBe(200);
  expect(rotated.primary.keyId).not.toBe(made.primary.keyId);
  expect(rotated.primary.key).not.toBe(made.primary.key);
  expect(rotated.secondary).toEqual({ ...made.secondary, key: undefined });
  expect([...api.secrets.values()].sort()).toEqual(
    [rotated.primary.key!, made.secondary.key!].map((key) => key.split(':')[1]!).sort(),
  );
});

test('two rotations at once both count, and the store holds the secrets that are named', async () => {
  const made = await create();
  const rotate = () => api.call('POST', `${path}/${made.id}/rotate`, { token: owner, body: { slot: 'primary' } });
  const replies = await Promise.all([rotate(), rotate()]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  const [document] = await api.deps.ports.ingestKeys.list('main');
  expect(document!.primary.version).toBe(3);
  expect([...api.secrets.keys()].sort()).toEqual([document!.primary.secretId, document!.secondary!.secretId].sort());
});

test('a removed pair is gone with its secrets, and a second removal is 404', async () => {
  const made = await create();
  expect((await api.call('DELETE', `${path}/${made.id}`, { token: owner })).status).toBe(204);
  expect(api.secrets.size).toBe(0);
  expect((await api.call('DELETE', `${path}/${made.id}`, { token: owner })).status).toBe(404);
});

test('a removal that loses against a rotation is done again', async () => {
  const made = await create();
  const store = api.deps.ports.ingestKeys;
  let lost = 0;
  api.deps.ports.ingestKeys = {
    ...store,
    remove: (document) => (lost++ === 0 ? Promise.reject(new Conflict('faster')) : store.remove(document)),
  };
  expect((await api.call('DELETE', `${path}/${made.id}`, { token: owner })).status).toBe(204);
  expect(lost).toBe(2);
});

test.each([
  ['GET', path, undefined],
  ['POST', path, { name: 'x' }],
  ['POST', `${path}/${randomUUID()}/rotate`, { slot: 'primary' }],
  ['DELETE', `${path}/${randomUUID()}`, undefined],
  ['POST', '/api/v1/workspaces/main/onboarding', { os: 'linux' }],
])('%s %s is for Owner and Security Admin of the home subscription', async (method, to, body) => {
  expect((await api.call(method, to, { body })).status).toBe(401);
  for (const role of ['Reader', 'Security Reader', 'Contributor'] as const)
    expect((await api.call(method, to, { token: await api.tokenOf(role, subscription), body })).status).toBe(403);
  for (const scope of [otherSubscription, group])
    expect((await api.call(method, to, { token: await api.tokenOf('Owner', scope), body })).status).toBe(403);
  const admin = await api.call(method, to, { token: await api.tokenOf('Security Admin', subscription), body });
  expect([200, 201, 404]).toContain(admin.status);
});

test.each([
  ['GET', '/api/v1/workspaces/nowhere/keys', undefined, 404],
  ['POST', '/api/v1/workspaces/nowhere/keys', { name: 'x' }, 404],
  ['POST', path, { name: ' ' }, 400],
  ['POST', path, { name: 'x', key: 'mine' }, 400],
  ['POST', `${path}/not-a-guid/rotate`, { slot: 'primary' }, 404],
  ['POST', `${path}/${randomUUID()}/rotate`, { slot: 'third' }, 400],
])('%s %s with %j is %d', async (method, to, body, status) => {
  expect((await api.call(method, to, { token: owner, body })).status).toBe(status);
});

test('the list comes in pages', async () => {
  for (const name of ['a', 'b', 'c']) await create(name);
  const first = await api.call('GET', `${path}?$top=2`, { token: owner });
  const second = await api.call('GET', first.json['nextLink'] as string, { token: owner });
  const names = [...first.json.value, ...second.json.value].map(({ name }) => name);
  expect(names).toHaveLength(3);
  expect(new Set(names)).toEqual(new Set(['a', 'b', 'c']));
});
