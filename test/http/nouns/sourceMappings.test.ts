import { source as falco } from '../../../content/sources/falco';
import { source as generic } from '../../../content/sources/generic';
import { sortSources } from '../../../shared/core/ingest/normalise';
import { openApi, type Api, type Reply } from '../support/api';
import { subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const collection = '/api/v1/workspaces/main/sourceMappings';
const path = `${collection}/doorman`;
const mapping = { match: [{ path: 'app', equals: 'doorman' }], host: 'unit', logSource: { product: 'doorman' } };

beforeEach(async () => {
  api = await openApi({ sources: sortSources([generic, falco]) });
  admin = await api.tokenOf('Security Admin', subscription);
});
afterEach(() => api.close());

const put = (body: object, headers = {}, at = path): Promise<Reply> =>
  api.call('PUT', at, { token: admin, body, headers });
const preview = (body: object): Promise<Reply> =>
  api.call('POST', '/api/v1/workspaces/main/previewSourceMapping', { token: admin, body });

test('a mapping is created with its defaults, replaced, listed and removed', async () => {
  const row = { name: 'doorman', enabled: true, order: 100, fields: {}, ...mapping };
  expect(await put(mapping)).toMatchObject({ status: 201, json: row });
  expect(await put({ ...mapping, order: 5 })).toMatchObject({ status: 200, json: { ...row, order: 5 } });
  const reader = await api.tokenOf('Reader', subscription);
  const list = await api.call('GET', collection, { token: reader });
  expect(list.json.value).toMatchObject([{ ...row, order: 5 }]);
  expect(await api.call('GET', path, { token: reader })).toMatchObject({ status: 200, json: { order: 5 } });
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(404);
  expect((await api.call('GET', path, { token: reader })).status).toBe(404);
});

test('a mapping is of one workspace alone, and a workspace that is not there has none', async () => {
  await api.call('PUT', '/api/v1/workspaces/contoso', { token: admin, body: {} });
  await put(mapping);
  const other = await api.call('GET', collection.replace('main', 'contoso'), { token: admin });
  expect(other).toMatchObject({ status: 200, json: { value: [] } });
  expect((await put(mapping, {}, path.replace('main', 'nowhere'))).status).toBe(404);
});

test('an etag that is not the stored one changes nothing', async () => {
  const { headers } = await put(mapping);
  expect((await put(mapping, { 'if-match': headers['etag']! })).status).toBe(200);
  expect((await put({ ...mapping, order: 1 }, { 'if-match': headers['etag']! })).status).toBe(412);
  expect((await put(mapping, { 'if-none-match': '*' })).status).toBe(412);
});

test.each([
  [{}, /match/],
  [{ match: [] }, /match/],
  [{ match: [{ path: 'a' }] }, /equals, startsWith and exists/],
  [{ match: [{ path: 'a', equals: 1, exists: true }] }, /equals, startsWith and exists/],
  [{ ...mapping, hots: 'a' }, /hots/],
  [{ ...mapping, fields: { 'not a name': 'a' } }, /fields/],
  [{ ...mapping, time: [] }, /time/],
])('%j is refused with what is wrong', async (body, reason) => {
  const reply = await put(body);
  expect(reply).toMatchObject({ status: 400, json: { code: 'InvalidRequestContent' } });
  expect(reply.text).toMatch(reason);
});

test.each(['Security Reader', 'Contributor'] as const)('a %s creates, previews and removes none', async (role) => {
  const token = await api.tokenOf(role, subscription);
  expect((await api.call('PUT', path, { token, body: mapping })).status).toBe(403);
  expect((await api.call('DELETE', path, { token })).status).toBe(403);
  const body = { mapping, sample: {} };
  const asked = await api.call('POST', '/api/v1/workspaces/main/previewSourceMapping', { token, body });
  expect(asked.status).toBe(403);
});

test('a preview tells what would come of each record, which source knows it, and what cannot be read', async () => {
  const falco = { output: 'x', output_fields: { a: 1 }, rule: 'r', priority: 'Notice', time: '2026-11-21T08:00:00Z' };
  const reply = await preview({ mapping, sample: [{ app: 'doorman', unit: 'door-7' }, { app: 'other' }, falco] });
  expect(reply).toMatchObject({
    status: 200,
    json: {
      events: [
        { mapped: true, source: 'generic', entities: [{ type: 'host', hostName: 'door-7' }] },
        { mapped: false, source: 'generic' },
        { mapped: false, source: 'falco' },
      ],
      unreadable: [],
    },
  });
  const cut = await preview({ mapping, sample: '{"app":"doorman"}\n{"app":' });
  expect(cut).toMatchObject({ status: 200, json: { unreadable: [{ code: expect.any(String) }] } });
  expect(api.memory.pages).toEqual([]);
});

test('a sample that is too large is refused', async () => {
  expect(await preview({ mapping, sample: 'x'.repeat(300_000) })).toMatchObject({
    status: 400,
    json: { code: 'SampleTooLarge' },
  });
});
