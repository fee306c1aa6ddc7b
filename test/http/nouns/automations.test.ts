import { openApi, type Api } from '../support/api';
import { group, otherGroup, otherSubscription, subscription, subscriptionId } from '../support/samples';

let api: Api & { close(): void };
let owner: string;
beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
});
afterEach(() => api.close());

const collection = `${group}/providers/Microsoft.Security/automations`;
const path = `${collection}/notify?api-version=2019-01-01-preview`;
const newer = path.replace('2019-01-01', '2023-12-01');
const workflow = `${group}/providers/Microsoft.Logic/workflows/mail`;
const hub = `${group}/providers/Microsoft.EventHub/namespaces/ns/eventhubs/export`;
const uri = 'https://prod.example.com/workflows/w/triggers/manual/paths/invoke?sig=TOPSECRET';
const connectionString = 'Endpoint=sb://ns.example.com/;SharedAccessKeyName=send;SharedAccessKey=TOPSECRET';

const logicApp = { actionType: 'LogicApp', logicAppResourceId: workflow, uri };
const eventHub = { actionType: 'EventHub', eventHubResourceId: hub, connectionString };

const body = (changes: Record<string, unknown> = {}) => ({
  location: 'centralus',
  tags: { team: 'a' },
  properties: {
    scopes: [{ scopePath: subscription, description: 'all' }],
    sources: [{ eventSource: 'alerts', ruleSets: null }],
    actions: [logicApp],
    ...changes,
  },
});

const put = (changes?: Record<string, unknown>, headers: Record<string, string> = {}, token = owner) =>
  api.call('PUT', path, { token, body: body(changes), headers });
const get = () => api.call('GET', path, { token: owner });
const stored = () => api.deps.ports.settings.automations(subscriptionId);
const actionsOf = async () => (await stored())[0]!.automation.actions;

test('PUT answers 201 when it creates and 200 when it replaces, each time with a new etag', async () => {
  const first = await put();
  const second = await put({ description: 'changed' });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(first.headers['etag']).toBe(first.json['etag']);
  expect(second.json['etag']).not.toBe(first.json['etag']);
  expect((await get()).json).toEqual(second.json);
});

test('what comes back has the documented shape, with rule sets and without secrets', async () => {
  await put({ actions: [logicApp, eventHub] });
  const { json, text } = await get();
  expect(json).toMatchObject({
    id: `${collection}/notify`,
    name: 'notify',
    type: 'Microsoft.Security/automations',
    location: 'centralus',
    tags: { team: 'a' },
    properties: {
      description: '',
      isEnabled: true,
      scopes: [{ scopePath: subscription, description: 'all' }],
      sources: [{ eventSource: 'Alerts', ruleSets: [] }],
    },
  });
  expect((json['properties'] as Record<string, unknown>)['actions']).toEqual([
    { actionType: 'LogicApp', logicAppResourceId: workflow },
    { actionType: 'EventHub', eventHubResourceId: hub },
  ]);
  expect(text).not.toMatch(/TOPSECRET|secret/i);
});

test('secrets are sealed, and are nowhere else: not in what is stored, answered or logged', async () => {
  await put({ actions: [logicApp, eventHub] });
  expect((await actionsOf()).map(({ secretId }) => api.secrets.get(secretId!))).toEqual([uri, connectionString]);
  expect(JSON.stringify([await stored(), api.memory.log])).not.toContain('TOPSECRET');
});

test('an update without a secret keeps it, one with a secret replaces it, and none is left over', async () => {
  await put({ actions: [logicApp, eventHub] });
  const before = (await actionsOf()).map(({ secretId }) => secretId);
  await put({
    actions: [
      { ...eventHub, connectionString: null },
      { ...logicApp, uri: `${uri}2` },
    ],
  });
  const [keptHub, newApp] = (await actionsOf()).map(({ secretId }) => secretId);
  expect(keptHub).toBe(before[1]);
  expect(api.secrets.get(newApp!)).toBe(`${uri}2`);
  expect(api.secrets.size).toBe(2);
});

test('a secret never moves to another target', async () => {
  await put();
  const reply = await put({ actions: [{ actionType: 'LogicApp', logicAppResourceId: `${workflow}2` }] });
  expect(reply).toMatchObject({ status: 400, json: { error: { code: 'InvalidRequestContent' } } });
});

describe('etags', () => {
  test('a stale If-Match or body etag is 412 and changes nothing', async () => {
    const stale = (await put()).json['etag'] as string;
    const current = (await put()).json;
    expect((await put({ description: 'no' }, { 'if-match': stale })).status).toBe(412);
    expect((await api.call('PUT', path, { token: owner, body: { ...body(), etag: stale } })).status).toBe(412);
    expect((await get()).json).toEqual(current);
    expect(api.secrets.size).toBe(1);
  });

  test('the current etag and none at all are accepted', async () => {
    const etag = (await put()).json['etag'] as string;
    expect((await put({}, { 'if-match': etag })).status).toBe(200);
    expect((await put()).status).toBe(200);
  });

  test('If-Match on what is missing and If-None-Match: * on what is there are 412', async () => {
    expect((await put({}, { 'if-match': '*' })).status).toBe(412);
    expect((await put({}, { 'if-none-match': '*' })).status).toBe(201);
    expect((await put({}, { 'if-none-match': '*' })).status).toBe(412);
  });

  test('two writers with the same etag: one wins', async () => {
    const etag = (await put()).json['etag'] as string;
    const replies = await Promise.all([1, 2].map((at) => put({ description: `${at}` }, { 'if-match': etag })));
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  });

  test('two writers without an etag both succeed, and leave one secret', async () => {
    await put();
    const replies = await Promise.all([1, 2].map((at) => put({ description: `${at}` })));
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(api.secrets.size).toBe(1);
  });
});

test('DELETE is 204 whether it was there or not, 412 when stale, and takes the secrets along', async () => {
  const stale = (await put()).json['etag'] as string;
  await put();
  const remove = (headers: Record<string, string> = {}) => api.call('DELETE', path, { token: owner, headers });
  expect((await remove({ 'if-match': stale })).status).toBe(412);
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  expect((await get()).status).toBe(404);
  expect(api.secrets.size).toBe(0);
});

test('PATCH replaces what it names and leaves the rest, secrets too', async () => {
  const patch = (sent: unknown) => api.call('PATCH', newer, { token: owner, body: sent });
  expect((await patch({})).status).toBe(404);
  await put();
  const before = await actionsOf();
  const reply = await patch({ tags: { team: 'b' }, properties: { isEnabled: false } });
  expect(reply).toMatchObject({
    status: 200,
    json: { tags: { team: 'b' }, location: 'centralus', properties: { isEnabled: false } },
  });
  expect(await actionsOf()).toEqual(before);
});

describe('is refused with a reason', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown source', { sources: [{ eventSource: 'Nothing' }] }, 'sources'],
    [
      'an unknown operator',
      {
        sources: [
          {
            eventSource: 'Alerts',
            ruleSets: [
              { rules: [{ propertyJPath: 'x', propertyType: 'string', expectedValue: '', operator: 'Like' }] },
            ],
          },
        ],
      },
      'operator',
    ],
    ['an action without a type', { actions: [{ uri }] }, 'actions.0'],
    ['no action', { actions: [] }, 'actions'],
    ['a Logic App without its callback', { actions: [{ ...logicApp, uri: undefined }] }, 'uri'],
    ['a callback that is no URL', { actions: [{ ...logicApp, uri: 'TOPSECRET' }] }, 'uri'],
    ['a callback that is a file', { actions: [{ ...logicApp, uri: 'file:///etc/TOPSECRET' }] }, 'https'],
    [
      'the metadata service',
      { actions: [{ ...logicApp, uri: 'http://169.254.169.254/TOPSECRET' }] },
      '169.254.169.254',
    ],
    ['localhost', { actions: [{ ...logicApp, uri: 'http://localhost/TOPSECRET' }] }, 'localhost'],
    [
      'an address of the network behind, in IPv6',
      { actions: [{ ...logicApp, uri: 'http://[fd00::1]/TOPSECRET' }] },
      'fd00::1',
    ],
    ['a broken connection string', { actions: [{ ...eventHub, connectionString: 'TOPSECRET' }] }, 'connectionString'],
    [
      'an event hub without a connection string',
      { actions: [{ ...eventHub, connectionString: undefined }] },
      'connectionString',
    ],
    [
      'an export to Log Analytics',
      {
        actions: [
          {
            actionType: 'Workspace',
            workspaceResourceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/w`,
          },
        ],
      },
      "no action of the kind 'Workspace'",
    ],
    ['a scope in another subscription', { scopes: [{ scopePath: otherSubscription }] }, 'scopePath'],
    ['a scope that is one resource', { scopes: [{ scopePath: workflow }] }, 'scopePath'],
  ])('%s', async (_, changes, named) => {
    const reply = await put(changes);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(named);
    expect(reply.text).not.toContain('TOPSECRET');
    expect(api.secrets.size).toBe(0);
  });
});

test('a private target that the deployment permits is accepted', async () => {
  const own = await openApi({ allowedTargets: ['127.0.0.0/8'] });
  const token = await own.tokenOf('Owner', subscription);
  const reply = await own.call('PUT', path, {
    token,
    body: body({ actions: [{ ...logicApp, uri: 'http://127.0.0.1:9000/hook' }] }),
  });
  expect(reply.status).toBe(201);
  own.close();
});

test('who cannot read a scope cannot have it handed on', async () => {
  const token = await api.tokenOf('Owner', group);
  expect(await put({}, {}, token)).toMatchObject({
    status: 403,
    json: { error: { code: 'LinkedAuthorizationFailed' } },
  });
  expect((await put({ scopes: [{ scopePath: otherGroup }] }, {}, token)).status).toBe(403);
  expect((await put({ scopes: [{ scopePath: group }] }, {}, token)).status).toBe(201);
});

test("the deployment's own identity sends only where the writer may write", async () => {
  const trusted = { actions: [{ actionType: 'EventHub', eventHubResourceId: hub, isTrustedServiceEnabled: true }] };
  const admin = await api.tokenOf('Security Admin', subscription);
  expect((await put(trusted, {}, admin)).status).toBe(403);
  expect((await put(trusted)).status).toBe(201);
});

test('validate says what a PUT would, and stores nothing', async () => {
  const validate = (sent: unknown) => api.call('POST', path.replace('?', '/validate?'), { token: owner, body: sent });
  expect((await validate(body())).json).toEqual({ isValid: true, message: 'Validation Successful' });
  expect((await validate(body({ actions: [] }))).json).toMatchObject({ isValid: false });
  expect((await stored()).length + api.secrets.size).toBe(0);
});

test('validate warns of a rule for Healthy that also matches Unhealthy', async () => {
  const rule = {
    propertyJPath: 'properties.status.code',
    propertyType: 'String',
    expectedValue: 'healthy',
    operator: 'Contains',
  };
  const sent = body({ sources: [{ eventSource: 'Assessments', ruleSets: [{ rules: [rule] }] }] });
  const { json } = await api.call('POST', path.replace('?', '/validate?'), { token: owner, body: sent });
  expect(json).toMatchObject({ isValid: true, message: expect.stringContaining('also matches Unhealthy') });
});

test('lists hold what the caller may read, at the subscription and the resource group', async () => {
  await put();
  await api.call('PUT', path.replace('Web', 'Data'), { token: owner, body: body() });
  const list = async (scope: string, token: string) =>
    (
      await api.call('GET', `${scope}/providers/Microsoft.Security/automations?api-version=2019-01-01-preview`, {
        token,
      })
    ).json.value.length;
  expect(await list(subscription, owner)).toBe(2);
  expect(await list(otherGroup, owner)).toBe(1);
  expect(await list(subscription, await api.tokenOf('Reader', group))).toBe(1);
});

test('names with characters that ids cannot hold are refused', async () => {
  expect((await api.call('PUT', path.replace('notify', 'a%23b'), { token: owner, body: body() })).status).toBe(400);
});
