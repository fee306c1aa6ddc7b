import { compileLists } from '../../../shared/flows/intel/compileLists';
import { openApi, type Api, type Reply } from '../support/api';
import { group, otherSubscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const home = () => `/subscriptions/${api.deps.home.subscriptionId}`;
const path = '/api/v1/intelFeeds/bad-hosts';
const url = 'https://feeds.example.com/list.txt';
const plain = { format: 'plain' };
const keyed = { ...plain, url, auth: { type: 'header', header: 'Auth-Key', secret: 'a-secret-key' } };

beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', home());
});
afterEach(() => api.close());

const put = (body: object, headers = {}): Promise<Reply> => api.call('PUT', path, { token: admin, body, headers });
const upload = (method: string, text: string, query = ''): Promise<Reply> =>
  api.call(method, `${path}/indicators${query}`, {
    token: admin,
    body: Buffer.from(text),
    headers: { 'content-type': 'text/plain' },
  });
const sent = () => api.memory.work.splice(0).map(({ message }) => message);

test('a feed is created, replaced, listed and removed, and pulled at once', async () => {
  const created = await put({ ...plain, url, confidence: 70 });
  expect(created).toMatchObject({
    status: 201,
    json: {
      name: 'bad-hosts',
      enabled: true,
      format: 'plain',
      url,
      auth: { type: 'none' },
      confidence: 70,
      validDays: { address: 30, domain: 180, url: 90, hash: null },
      effect: 'allow',
      intervalMinutes: 60,
      state: { indicators: null, confirmedAt: null, triedAt: null, rejectedCount: 0, rejected: [], error: null },
    },
  });
  expect(sent()).toEqual([{ kind: 'pullFeed', feed: 'bad-hosts' }, { kind: 'compileIntel' }]);
  expect(await put({ ...plain, url, enabled: false })).toMatchObject({ status: 200, json: { enabled: false } });
  expect(sent()).toEqual([{ kind: 'compileIntel' }]);
  expect((await api.call('GET', '/api/v1/intelFeeds', { token: admin })).json.value).toMatchObject([
    { enabled: false },
  ]);
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
  expect((await api.call('GET', path, { token: admin })).status).toBe(404);
});

test('what is uploaded is in use after the next index, and what was refused is told with its line', async () => {
  await put(plain);
  expect(await upload('PUT', '203.0.113.1\nnonsense here\n', '?preview=true')).toMatchObject({
    status: 200,
    json: {
      preview: true,
      accepted: 1,
      examples: [{ type: 'ip', value: '203.0.113.1' }],
      rejectedCount: 1,
      rejected: [{ line: 2, reason: '"nonsense" is no domain' }],
    },
  });
  expect((await api.call('GET', path, { token: admin })).json['state']).toMatchObject({ confirmedAt: null });
  expect(await upload('PUT', '203.0.113.1\nnonsense here\n')).toMatchObject({ status: 200, json: { preview: false } });
  expect(await upload('POST', '203.0.113.2\n')).toMatchObject({ status: 200, json: { accepted: 1 } });
  await compileLists(api.memory.ports);
  expect((await api.call('GET', path, { token: admin })).json['state']).toMatchObject({
    indicators: 2,
    rejectedCount: 1,
    rejected: [{ line: 2 }],
  });
  expect((await api.call('GET', '/api/v1/intelIndex', { token: admin })).json).toMatchObject({
    indicators: 2,
    error: null,
  });
});

test('uploads are refused for a feed that is pulled, for one that is not there, and for another format', async () => {
  expect((await upload('PUT', '203.0.113.1')).status).toBe(404);
  await put({ ...plain, url });
  expect((await upload('PUT', '203.0.113.1')).text).toContain('This feed is pulled');
  await put({ format: 'stix' });
  expect(await upload('PUT', '203.0.113.1')).toMatchObject({
    status: 400,
    json: { detail: expect.stringContaining('no JSON') },
  });
  await put({ format: 'warningList' });
  expect(await upload('PUT', '{"name":"x","type":"regex","list":["("]}')).toMatchObject({
    status: 400,
    json: { detail: expect.stringContaining('is no pattern') },
  });
  expect((await upload('PUT', 'x'.repeat(1_100_000))).status).toBe(413);
});

test('a secret is sealed, never answered, kept for the same server, and removed with its feed', async () => {
  const created = await put(keyed);
  expect(created).toMatchObject({ status: 201, json: { auth: { type: 'header', header: 'Auth-Key' } } });
  expect([...api.secrets.values()]).toEqual(['a-secret-key']);
  const { secret: _secret, ...auth } = keyed.auth;
  expect((await put({ ...keyed, url: `${url}?x=1`, auth })).status).toBe(200);
  expect([...api.secrets.values()]).toEqual(['a-secret-key']);
  expect((await put({ ...keyed, auth: { ...auth, secret: 'another' } })).status).toBe(200);
  expect([...api.secrets.values()]).toEqual(['another']);
  const texts = [created.text, (await api.call('GET', path, { token: admin })).text];
  expect(texts.join()).not.toMatch(/a-secret-key|another|secretId/);
  await api.call('DELETE', path, { token: admin });
  expect(api.secrets.size).toBe(0);
});

test.each([
  ['another server', { ...keyed, url: 'https://other.example.com/list.txt' }],
  ['another way of asking', { ...keyed, auth: { type: 'bearer' } }],
])('a stored secret does not go to %s', async (_name, changed) => {
  await put(keyed);
  const { secret: _secret, ...auth } = changed.auth as { type: string; secret?: string };
  expect((await put({ ...changed, auth })).text).toContain('Send auth.secret');
});

test.each([
  ['no format', {}, 'format'],
  ['a TAXII feed without a collection', { format: 'taxii', url }, 'collection'],
  ['a collection of a list', { ...plain, url, collection: 'c' }, 'collection'],
  ['an address that is none', { ...plain, url: 'list.txt' }, 'absolute'],
  ['credentials in the address', { ...plain, url: 'https://ann:x@feeds.example.com/' }, 'credentials'],
  ['credentials over http', { ...keyed, url: 'http://feeds.example.com/' }, 'https only'],
  ['a private address', { ...plain, url: 'http://10.0.0.4/list' }, 'ALLOWED_PRIVATE_TARGETS'],
  ['credentials and nowhere to send them', { ...plain, auth: keyed.auth }, 'url'],
  ['a header of the request itself', { ...keyed, auth: { ...keyed.auth, header: 'Host' } }, 'header'],
  ['a pull every minute', { ...plain, url, intervalMinutes: 1 }, 'intervalMinutes'],
  ['an unknown member', { ...plain, key: 'x' }, 'key'],
])('%s is refused', async (_name, body, words) => {
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(reply.text).toContain(words);
});

test('a reader reads and does not write; a Security Admin of a group or another subscription does neither', async () => {
  await put(plain);
  const reader = await api.tokenOf('Reader', home());
  expect((await api.call('GET', path, { token: reader })).status).toBe(200);
  expect((await api.call('PUT', path, { token: reader, body: plain })).status).toBe(403);
  expect((await api.call('PUT', `${path}/indicators`, { token: reader, body: Buffer.from('x') })).status).toBe(403);
  for (const scope of [group, otherSubscription]) {
    const token = await api.tokenOf('Security Admin', scope);
    expect((await api.call('DELETE', path, { token })).status).toBe(403);
  }
});

test('a version that is not there any more is not replaced', async () => {
  const { headers } = await put(plain);
  await put({ ...plain, confidence: 10 });
  expect((await put(plain, { 'if-match': headers['etag']! })).status).toBe(412);
});

test('a name is short and plain', async () => {
  const reply = await api.call('PUT', '/api/v1/intelFeeds/a%20b', { token: admin, body: plain });
  expect(reply).toMatchObject({ status: 400, json: { detail: expect.stringContaining('up to 64 letters') } });
});
