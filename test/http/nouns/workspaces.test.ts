import { randomUUID } from 'node:crypto';
import { packPages } from '../../../shared/core/ingest/pages';
import { createIngestKeys } from '../../../shared/flows/ingestKeys';
import { assignmentDelayMs } from '../../../shared/flows/workspaceDirectory';
import { positionOf } from '../../../shared/model/eventPage';
import { storeWorkspaces, workspace } from '../../flows/support/workspaces';
import { openApi, type Api } from '../support/api';
import { group, machine, otherSubscription, subscription, subscriptionId } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const base = '/api/v1/workspaces';
beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', subscription);
});
afterEach(() => api.close());

const put = (name: string, body: object = {}, token = admin, headers = {}) =>
  api.call('PUT', `${base}/${name}`, { token, body, headers });
const get = (name: string, token = admin) => api.call('GET', `${base}/${name}`, { token });
const namesFor = async (token: string) => (await api.call('GET', base, { token })).json.value.map(({ name }) => name);

test('the home default workspace is there with its defaults, by id, by name and as `default`', async () => {
  for (const name of ['main', `DefaultWorkspace-${subscriptionId}-EUS`, 'default']) {
    expect(await get(name)).toMatchObject({
      status: 200,
      json: { id: 'main', isDefault: true, hotDays: 3, retentionDays: 31, keepAllSources: false, exports: 'all' },
    });
  }
});

test('a workspace is created with defaults, changed in part and deleted', async () => {
  const created = await put('Contoso-EU', { retentionDays: 90 });
  expect(created).toMatchObject({
    status: 201,
    json: { id: 'contoso-eu', name: 'Contoso-EU', isDefault: false, hotDays: 3, retentionDays: 90, scopes: [] },
  });
  expect(await put('contoso-eu', { hotDays: 5 })).toMatchObject({
    status: 200,
    json: { name: 'Contoso-EU', hotDays: 5, retentionDays: 90 },
  });
  expect((await api.call('DELETE', `${base}/contoso-eu`, { token: admin })).status).toBe(204);
  expect((await get('contoso-eu')).status).toBe(404);
  expect(api.memory.work).toMatchObject([{ message: { kind: 'expireArchive', workspaceId: 'contoso-eu', all: true } }]);
});

test('settings of the home default workspace can be changed, and it cannot be deleted', async () => {
  expect(await put('default', { keepAllSources: true })).toMatchObject({ status: 200, json: { keepAllSources: true } });
  expect(await get('main')).toMatchObject({ json: { keepAllSources: true, isDefault: true } });
  expect(await api.call('DELETE', `${base}/main`, { token: admin })).toMatchObject({
    status: 409,
    json: { code: 'DefaultWorkspaceNeeded' },
  });
});

test('a scope takes effect a little later, and is lost to a later assignment', async () => {
  const scopes = [{ scope: `${subscription}/`, existingMachines: true }];
  const since = new Date(api.memory.clock.now.getTime() + assignmentDelayMs).toISOString();
  const { json } = await put('first', { scopes });
  expect(json['scopes']).toEqual([{ scope: subscription.toLowerCase(), since, existingMachines: true }]);
  api.memory.clock.now = new Date(api.memory.clock.now.getTime() + 1_000);
  await put('second', { scopes });
  expect((await get('first')).json['scopes']).toEqual([]);
  expect((await get('second')).json['scopes']).toHaveLength(1);
});

test.each([
  [{ hotDays: 0 }, 'hotDays'],
  [{ hotDays: 31 }, 'hotDays'],
  [{ retentionDays: 731 }, 'retentionDays'],
  [{ hotDays: 10, retentionDays: 9 }, 'retentionDays'],
  [{ exports: ['somebody'] }, 'exports'],
  [{ scopes: [{ scope: '/' }] }, 'scope'],
  [{ scopes: [{ scope: '/subscriptions/me' }] }, 'scope'],
  [{ scopes: [{ scope: `${group}/providers/Microsoft.Storage/storageAccounts/a` }] }, 'scope'],
  [{ color: 'red' }, 'color'],
])('the settings %j are refused by name', async (body, name) => {
  const reply = await put('contoso', body);
  expect(reply.status).toBe(400);
  expect(reply.json['detail']).toContain(name);
});

test.each(['abc', '-abc', 'a.bcd', `${'a'.repeat(64)}`, `DefaultWorkspace-${subscriptionId}-SEA`, 'a%7Cbc'])(
  'the name %s is refused',
  async (name) => {
    expect(await put(name)).toMatchObject({ status: 400, json: { code: 'InvalidWorkspaceName' } });
  },
);

test('a machine can be assigned', async () => {
  expect((await put('contoso', { scopes: [{ scope: machine }] })).json['scopes']).toMatchObject([
    { scope: machine.toLowerCase() },
  ]);
});

test('names are unique without case, and etags guard a change', async () => {
  const created = await put('contoso');
  expect((await put('CONTOSO')).status).toBe(200);
  expect((await put('contoso', {}, admin, { 'if-none-match': '*' })).status).toBe(412);
  expect((await put('contoso', {}, admin, { 'if-match': created.headers['etag']! })).status).toBe(412);
  const { headers } = await get('contoso');
  expect((await put('contoso', {}, admin, { 'if-match': headers['etag']! })).status).toBe(200);
});

test('its keys go with a workspace', async () => {
  await put('contoso');
  const { ports } = api.memory;
  const maker = { ports, newId: randomUUID, newKey: () => Buffer.alloc(32, 1) };
  await createIngestKeys(maker, {
    workspaceId: 'contoso',
    name: 'k',
    createdBy: 'me',
    withSecondary: true,
  });
  await api.call('DELETE', `${base}/contoso`, { token: admin });
  expect(await ports.ingestKeys.list('contoso')).toEqual([]);
  expect(api.secrets.size).toBe(0);
});

describe('who sees which workspace', () => {
  const alpha = workspace('alpha', {
    scopes: [{ scope: group.toLowerCase(), since: '2026-01-01T00:00:00.000Z', existing: false }],
  });
  const beta = workspace('beta', { defaultOf: otherSubscription.split('/')[2]! });
  beforeEach(async () => {
    await storeWorkspaces(api.memory.ports, [alpha, beta]);
    const { ports } = api.memory;
    for (const workspaceId of ['alpha', 'beta', 'main']) {
      const event = {
        id: `secret of ${workspaceId}`,
        source: 'auditd',
        time: new Date(ports.now().getTime() - 60_000).toISOString(),
        timeOrigin: 'record' as const,
        resourceId: workspaceId === 'beta' ? otherSubscription : machine,
        logSource: {},
        entities: [],
        fields: {},
      };
      const hour = event.time.slice(0, 13);
      const [page] = await packPages({ workspaceId, hour, hubPartition: '0' }, [
        { event, position: positionOf(1, 0), records: 1 },
      ]);
      await ports.pages.append([page!]);
      await ports.archive.append([{ page: page!, positions: [positionOf(1, 0)] }]);
    }
  });

  const ask = async (token: string, workspaceId: string, archive: boolean) => {
    const body = { query: 'Events | distinct EventId', archive };
    const { status, json, text } = await api.call('POST', `${base}/${workspaceId}/query`, { token, body });
    return status === 200 ? json['rows'] : [status, text.includes('secret')];
  };

  const home = `DefaultWorkspace-${subscriptionId}-EUS`;
  const secret = (id: string) => [[`secret of ${id}`]];
  const hidden = [404, false];

  test.each([
    ['the tenant', '/', ['alpha', 'beta', home], [secret('alpha'), secret('beta'), secret('main')]],
    ['one workspace', '/workspaces/alpha', ['alpha'], [secret('alpha'), hidden, hidden]],
    ['a machine in its scope', machine, ['alpha', home], [secret('alpha'), hidden, secret('main')]],
    ['another subscription', otherSubscription, ['beta', home], [hidden, secret('beta'), []]],
  ])('a reader of %s', async (_, scope, visible, expected) => {
    const token = await api.tokenOf('Reader', scope);
    expect(await namesFor(token)).toEqual(visible);
    const statuses = await Promise.all(['alpha', 'beta', 'main'].map(async (id) => (await get(id, token)).status));
    expect(statuses).toEqual(expected.map((answer) => (answer === hidden ? 404 : 200)));
    for (const archive of [false, true])
      expect(await Promise.all(['alpha', 'beta', 'main'].map((id) => ask(token, id, archive)))).toEqual(expected);
  });

  test('a change takes a manager: who sees a workspace hears 403, who does not 404', async () => {
    const reader = await api.tokenOf('Owner', '/workspaces/alpha');
    for (const method of ['PUT', 'DELETE']) {
      const status = async (name: string) =>
        (await api.call(method, `${base}/${name}`, { token: reader, body: {} })).status;
      expect(await Promise.all(['alpha', 'beta', 'none'].map(status))).toEqual([403, 404, 404]);
    }
  });

  test('scopes are shown to those who may know of them', async () => {
    await put('beta', { scopes: [{ scope: subscription }] });
    const other = await api.tokenOf('Reader', otherSubscription);
    expect((await get('beta', other)).json['scopes']).toEqual([]);
    expect((await get('beta')).json['scopes']).toHaveLength(1);
  });
});

test('a role on a workspace reads nothing but telemetry', async () => {
  const token = await api.tokenOf('Owner', '/workspaces/alpha');
  for (const path of [
    '/providers/Microsoft.Security/assessments?api-version=2021-06-01',
    `${subscription}/providers/Microsoft.Security/alerts?api-version=2022-01-01`,
    `/api/v1${subscription}/inventory`,
  ])
    expect([403, 404]).toContain((await api.call('GET', path, { token })).status);
});
