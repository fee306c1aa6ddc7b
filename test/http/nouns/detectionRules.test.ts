import { createRuleDirectory } from '../../../shared/flows/rules/ruleDirectory';
import type { DetectionEntry } from '../../../shared/core/detect/catalogue/detectionEntry';
import { correlationText, idOf, ruleText } from '../../core/detect/userRules/ruleFiles.samples';
import { openApi, type Api, type Reply } from '../support/api';
import { otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
let reader: string;
const collection = '/api/v1/detections/rules';
const shippedId = idOf(500);

beforeEach(async () => {
  api = await openApi({ detections: () => [{ rule: { id: shippedId, alertType: 'A' } } as DetectionEntry] });
  Object.assign(api.deps, {
    userRules: createRuleDirectory(api.memory.ports, {
      placeholders: new Map(),
      shippedIds: () => new Set([shippedId]),
    }),
  });
  admin = await api.tokenOf('Security Admin', subscription);
  reader = await api.tokenOf('Security Reader', subscription);
});
afterEach(() => api.close());

/** Text in, and the answer as it came: a file is no JSON. */
const ask = (method: string, path: string, token = admin, body = '', headers = {}): Promise<Reply> =>
  api.call(method, path, { token, headers, ...(body && { body: Buffer.from(body) }) });
const put = (name: string, body: string, query = '', headers = {}): Promise<Reply> =>
  ask('PUT', `${collection}/${name}${query}`, admin, body, headers);
const raw = async (path: string, token = reader) =>
  api.handle({
    method: 'GET',
    url: `https://sky.example.com${path}`,
    headers: { host: 'sky.example.com', authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
  });
const list = async () => (await ask('GET', collection, reader)).json.value;

test('a file is created, listed with what became of it, read as it was written, replaced and removed', async () => {
  expect(await put('windows/mine.yml', ruleText(1))).toMatchObject({
    status: 201,
    json: { name: 'windows/mine.yml', state: 'compiled', faults: [], faultsElsewhere: [], preview: false },
  });
  expect(await put('windows/mine.yml', `${ruleText(1)}# more\n`)).toMatchObject({ status: 200 });
  expect(await list()).toMatchObject([
    {
      name: 'windows/mine.yml',
      state: 'compiled',
      rules: [{ id: idOf(1), title: 'Rule 1', kind: 'rule', state: 'compiled', enabled: true }],
      faults: [],
      etag: expect.any(String),
    },
  ]);
  const found = await raw(`${collection}/windows/mine.yml`);
  expect(found).toMatchObject({ status: 200, body: `${ruleText(1)}# more\n` });
  expect(found.headers['content-type']).toMatch(/^application\/yaml/);
  expect((await ask('DELETE', `${collection}/windows/mine.yml`)).status).toBe(204);
  expect((await ask('DELETE', `${collection}/windows/mine.yml`)).status).toBe(404);
  expect((await raw(`${collection}/windows/mine.yml`)).status).toBe(404);
  expect(await list()).toEqual([]);
});

test.each([
  ['title: [', /bad\.yml:\d+: /],
  [ruleText(2).replace('condition: selection', 'condition: nothing'), /bad\.yml:\d+: .*nothing/],
  [ruleText(2, "selection:\n    CommandLine|re: '(a)\\1'"), /bad\.yml:\d+: .*RE2/],
  [ruleText(1), /bad\.yml:2: has the id of another rule, in a\.yml/],
  [ruleText(500), /has the id of a detection that is shipped/],
  ['', /holds no rule|is empty/],
])('a file that does not compile is refused with its place and reason, and the others stay', async (text, reason) => {
  await put('a.yml', ruleText(1));
  const reply = await put('bad.yml', text);
  expect(reply).toMatchObject({ status: 400, json: { code: 'RuleInvalid' } });
  expect(reply.text).toMatch(reason);
  expect(await list()).toMatchObject([{ name: 'a.yml', state: 'compiled' }]);
});

test('what is put into the container by hand and is wrong is listed with its reason', async () => {
  await put('a.yml', ruleText(1));
  await api.memory.ports.ruleFiles.save('by hand.yaml', `${ruleText(2)}---\nlevel: high\n`, undefined);
  await api.memory.ports.ruleFiles.save('readme.md', 'no rule', undefined);
  expect(await list()).toMatchObject([
    { name: 'a.yml', state: 'compiled', faults: [] },
    {
      name: 'by hand.yaml',
      state: 'rejected',
      rules: [{ id: idOf(2), state: 'compiled' }, { state: 'rejected' }],
      faults: [expect.stringMatching(/^by hand\.yaml:\d+: /)],
    },
  ]);
  expect((await raw(`${collection}/by%20hand.yaml`)).status).toBe(200);
  expect((await ask('DELETE', `${collection}/by%20hand.yaml`)).status).toBe(204);
});

test('a preview tells the same and stores nothing', async () => {
  expect(await put('a.yml', ruleText(1), '?preview=true')).toMatchObject({ status: 200, json: { preview: true } });
  expect((await put('b.yml', 'title: [', '?preview=true')).status).toBe(400);
  expect(await list()).toEqual([]);
});

test('a change tells what becomes wrong in other files by it', async () => {
  await put('a.yml', ruleText(1));
  await put('b.yml', correlationText(2, 1));
  const { json } = await put('a.yml', ruleText(3));
  expect(json['faultsElsewhere']).toEqual([expect.stringMatching(/^b\.yml:\d+: .*rule_1/)]);
  expect(await list()).toMatchObject([{ state: 'compiled' }, { name: 'b.yml', state: 'rejected' }]);
});

test('an etag that is not the stored one changes nothing', async () => {
  const { headers } = await put('a.yml', ruleText(1));
  expect((await put('a.yml', ruleText(1), '', { 'if-match': headers['etag'] })).status).toBe(200);
  expect((await put('a.yml', ruleText(1), '', { 'if-match': headers['etag'] })).status).toBe(412);
  expect((await put('a.yml', ruleText(1), '', { 'if-none-match': '*' })).status).toBe(412);
});

test.each(['a.txt', '.hidden.yml', 'a%20b.yml', 'a/b/c/d/e/f/g.yml', `${'a'.repeat(200)}.yml`])(
  'the name %s is refused',
  async (name) => {
    expect(await put(name, ruleText(1))).toMatchObject({
      status: 400,
      json: { code: 'InvalidResourceName' },
    });
  },
);

test('a file that is too large, or no text, is refused', async () => {
  const large = `${ruleText(1)}# ${'x'.repeat(140_000)}`;
  expect(await put('a.yml', large)).toMatchObject({ status: 400, json: { code: 'RuleFileTooLarge' } });
  const reply = await api.call('PUT', `${collection}/a.yml`, { token: admin, body: Buffer.from([0xff, 0xfe]) });
  expect(reply.status).toBe(400);
});

test.each([shippedId, idOf(1)])('a detection is switched off and on again: %s', async (id) => {
  await put('a.yml', ruleText(1));
  expect(await ask('POST', `/api/v1/detections/${id}/disable`)).toMatchObject({
    status: 200,
    json: { ruleId: id, enabled: false },
  });
  expect((await ask('POST', `/api/v1/detections/${id}/disable`)).status).toBe(200);
  const disabled = await ask('GET', '/api/v1/disabledDetections', reader);
  expect(disabled.json.value).toMatchObject([{ ruleId: id, at: expect.any(String), by: expect.any(String) }]);
  expect(await list()).toMatchObject([{ rules: [{ enabled: id !== idOf(1) }] }]);
  expect((await ask('POST', `/api/v1/detections/${id}/enable`)).status).toBe(200);
  expect((await ask('GET', '/api/v1/disabledDetections', reader)).json.value).toEqual([]);
});

test('what is not there is not switched off', async () => {
  expect((await ask('POST', `/api/v1/detections/${idOf(99)}/disable`)).status).toBe(404);
});

test.each([
  ['Security Reader', subscription],
  ['Contributor', subscription],
  ['Owner', otherSubscription],
] as const)('a %s of %s changes nothing', async (role, scope) => {
  await put('a.yml', ruleText(1));
  const token = await api.tokenOf(role, scope);
  expect((await ask('PUT', `${collection}/b.yml`, token, ruleText(2))).status).toBe(403);
  expect((await ask('DELETE', `${collection}/a.yml`, token)).status).toBe(403);
  expect((await ask('POST', `/api/v1/detections/${idOf(1)}/disable`, token)).status).toBe(403);
  expect((await raw(collection, token)).status).toBe(scope === subscription ? 200 : 403);
});
