import { z } from 'zod';
import { noun as computeView } from '../../../shared/http/nouns/computeView';
import { noun as inventory } from '../../../shared/http/nouns/inventory';
import { openApi, type Api } from '../support/api';
import {
  account,
  alertDocument,
  group,
  judgementDocument,
  machine,
  otherSubscription,
  resourceDocument,
  subscription,
  subscriptionId,
} from '../support/samples';

const arc = `${group}/providers/Microsoft.HybridCompute/machines/till-7`;
const foreign = `${otherSubscription}/resourceGroups/Far/providers/Microsoft.Storage/storageAccounts/far`;
const instance = 'arn:aws:ec2:eu-west-1:000000000001:instance/i-1';

let api: Api & { close(): void };
let token: string;
let rootToken: string;
let otherToken: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Reader', subscription);
  rootToken = await api.tokenOf('Security Reader', '/');
  otherToken = await api.tokenOf('Security Reader', otherSubscription);
  const now = api.deps.ports.now().toISOString();
  const typed = (id: string, type: string, changes = {}) => {
    const document = resourceDocument(id);
    return { ...document, type, resource: { ...document.resource, type, ...changes } };
  };
  await api.store(
    typed(machine, 'Microsoft.Compute/virtualMachines', { tags: { env: 'prod' } }),
    typed(arc, 'Microsoft.HybridCompute/machines', { location: 'westeurope' }),
    { ...typed(`${arc}/providers/Skywarden/machineFacts/linux`, 'Skywarden/machineFacts'), observedAt: now },
    typed(account, 'Microsoft.Storage/storageAccounts'),
    typed(foreign, 'Microsoft.Storage/storageAccounts'),
    typed(instance, 'AWS::EC2::Instance'),
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy', 'storage/minimumTls': 'Unknown' }),
    judgementDocument(machine, { 'machines/sshRootLogin': 'Healthy' }),
    alertDocument(account, 1),
    alertDocument(account, 2, { status: 'Dismissed' }),
  );
});
afterAll(() => api.close());

const base = `/api/v1${subscription}`;
const get = (path: string, as = token) => api.call('GET', path, { token: as });
const ids = async (path: string, as = token) => (await get(path, as)).json.value.map(({ id }) => id as string);

test.each([
  ['', [machine, arc, account]],
  ['?type=microsoft.compute/virtualmachines,Microsoft.HybridCompute/machines', [machine, arc]],
  ['?resourceGroup=DATA', [account]],
  ['?location=West%20Europe', [arc]],
  ['?tag=env:prod', [machine]],
  ['?tag=env', [machine]],
  ['?tag=env:test', []],
  ['?agentState=installed', [arc]],
  ['?agentState=Missing,stale', [machine]],
  ['?agentState=notApplicable', [account]],
  ['?unhealthy=1', [account]],
  ['?unhealthy=0', [machine, arc]],
  ['?unhealthy=2', []],
  ['?environment=OnPremises', [arc]],
  ['?text=TILL', [arc]],
  [`?subscription=${subscriptionId}&type=microsoft.storage/storageAccounts`, [account]],
])('the inventory of a subscription, asked with %s', async (query, expected) => {
  expect(await ids(`${base}/inventory${query}`)).toEqual(expected);
});

test.each([
  ['?agentState=gone', 'InvalidQuery'],
  ['?environment=Moon', 'InvalidQuery'],
  ['?unhealthy=many', 'InvalidQuery'],
  ['?orderBy=name', 'InvalidQuery'],
  [`?type=${'x'.repeat(9_000)}`, 'InvalidQuery'],
  [`?type=${'x/y,'.repeat(101)}`, 'InvalidQuery'],
])('%s is refused with what to do', async (query, code) => {
  const { status, json } = await get(`${base}/inventory${query}`);
  expect([status, json]).toMatchObject([400, { code }]);
});

test('a row tells of its environment, its agent and its failures by severity', async () => {
  const [row] = (await get(`${base}/inventory?unhealthy=1`)).json.value;
  expect(row).toMatchObject({
    environment: 'Azure',
    agentState: 'notApplicable',
    agentSeenAt: null,
    stale: false,
    openAlerts: 1,
    recommendations: { unhealthy: 1, unknown: 1, unhealthyBySeverity: { high: 1, medium: 0, low: 0 } },
  });
});

test('the inventory over all subscriptions has what the caller may read, and other clouds for those of the home subscription', async () => {
  expect(await ids('/api/v1/inventory')).toEqual([machine, arc, account, instance]);
  expect(await ids('/api/v1/inventory', otherToken)).toEqual([foreign]);
  expect((await ids('/api/v1/inventory', rootToken)).toSorted()).toEqual(
    [machine, arc, account, foreign, instance].toSorted(),
  );
});

test('other clouds can be asked for alone, and left out', async () => {
  expect(await ids('/api/v1/inventory?environment=AWS,GCP')).toEqual([instance]);
  expect(await ids('/api/v1/inventory?environment=AWS', rootToken)).toEqual([instance]);
  expect(await ids('/api/v1/inventory?environment=AWS&type=x/y', rootToken)).toEqual([]);
  expect(await ids('/api/v1/inventory?environment=Azure', rootToken)).toEqual([machine, account, foreign]);
  expect((await get(`/api/v1/inventory/${encodeURIComponent(instance)}`)).json).toMatchObject({ environment: 'AWS' });
  expect((await get(`/api/v1/inventory/${encodeURIComponent(instance)}`, otherToken)).status).toBe(404);
  expect((await get(`/api/v1/inventory${foreign}`)).status).toBe(404);
});

test('one who reads through a management group sees its subscriptions, each resource once', async () => {
  const manager = await api.tokenOf('Reader', '/providers/Microsoft.Management/managementGroups/web');
  expect(await ids('/api/v1/inventory', manager)).toEqual([machine, arc, account, instance]);
});

test('without any role there is nothing to list', async () => {
  const nobody = await api.issuer.issueToken({ oid: '00000000-0000-0000-0000-00000000dead' });
  for (const path of ['/api/v1/inventory', '/api/v1/inventory/summary', '/api/v1/computeView'])
    expect((await get(path, nobody)).status).toBe(403);
});

test('a subscription named twice is read once', async () => {
  const twice = `${subscriptionId},${subscriptionId.toUpperCase()}`;
  expect(await ids(`/api/v1/inventory?subscription=${twice}`)).toEqual([machine, arc, account]);
  expect(await ids(`/api/v1/inventory?subscription=${otherSubscription.split('/')[2]}`)).toEqual([]);
});

test('pages of one row each hold every row once, over all scopes', async () => {
  const seen: unknown[] = [];
  let link = '/api/v1/inventory?$top=1';
  for (let page = 0; link !== '' && page < 50; page += 1) {
    const { json } = await get(link);
    seen.push(...json.value.map(({ id }) => id));
    link = (json['nextLink'] as string | undefined) ?? '';
  }
  expect(seen).toEqual([machine, arc, account, instance]);
});

test('rows are put in order by age within a subscription, and not over several', async () => {
  expect(await ids(`${base}/inventory?orderBy=observedAt%20desc`)).toHaveLength(3);
  const { status, json } = await get('/api/v1/inventory?orderBy=observedAt');
  expect([status, json]).toMatchObject([400, { code: 'OrderNotPossible' }]);
});

test('the summary counts by type, environment, agent and health', async () => {
  expect((await get(`${base}/inventory/summary`)).json).toEqual({
    resources: 3,
    types: {
      'microsoft.compute/virtualmachines': 1,
      'microsoft.hybridcompute/machines': 1,
      'microsoft.storage/storageaccounts': 1,
    },
    environments: { Azure: 2, OnPremises: 1 },
    agentStates: { installed: 1, missing: 1, notApplicable: 1 },
    health: { unhealthy: 1, healthy: 1, unjudged: 1 },
    stale: 0,
  });
  expect((await get(`/api/v1/inventory/summary?environment=AWS`)).json).toMatchObject({ resources: 1 });
});

test('the compute view has machines in Azure and elsewhere, one cell for each set', async () => {
  const { json } = await get('/api/v1/computeView');
  expect(json.value.map(({ id, kind }) => [id, kind])).toEqual([
    [machine, 'Azure'],
    [arc, 'NonAzure'],
    [instance, 'NonAzure'],
  ]);
  const cells = json.value[0]!['cells'] as { set: string; state: string; worst: unknown }[];
  expect(cells.map(({ set }) => set)).toHaveLength(9);
  expect(cells.find(({ set }) => set === 'agent')).toMatchObject({ state: 'NotJudged', worst: null });
  expect(cells.find(({ set }) => set === 'other')).toMatchObject({
    state: 'Healthy',
    worst: { displayName: 'Name of machines/sshRootLogin', severity: 'High' },
  });
  expect(await ids(`${base}/computeView?type=microsoft.hybridcompute/machines`)).toEqual([arc]);
  expect(await ids(`${base}/computeView?type=Microsoft.Storage/storageAccounts`)).toEqual([]);
});

test('what is served is what the schemas say', async () => {
  const served: [string, z.ZodType][] = [
    ['/api/v1/inventory', z.array(inventory.routes[3]!.response!)],
    ['/api/v1/inventory/summary', inventory.routes[4]!.response!],
    [`/api/v1/inventory${machine}`, inventory.routes[5]!.response!],
    ['/api/v1/computeView', z.array(computeView.routes[1]!.response!)],
  ];
  for (const [path, schema] of served) {
    const { json } = await get(path);
    const body: unknown = json.value ?? json;
    expect(schema.parse(body)).toEqual(body);
  }
});
