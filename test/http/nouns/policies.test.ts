import { partitionOf } from '../../../shared/core/documentIds';
import { type Api, openApi, type Reply } from '../support/api';
import { account, group, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let owner: string;
let rootOwner: string;

const root = '/providers/Microsoft.Management/managementGroups/root';
const authorization = 'providers/Microsoft.Authorization';
const definitionAt = (scope: string, name = 'tagged'): string => `${scope}/${authorization}/policyDefinitions/${name}`;
const setAt = (scope: string): string => `${scope}/${authorization}/policySetDefinitions/base`;
const assignmentAt = (scope: string): string => `${scope}/${authorization}/policyAssignments/base`;
const exemptionAt = (scope: string): string => `${scope}/${authorization}/policyExemptions/sold`;
const definition = {
  properties: {
    displayName: 'Tagged',
    mode: 'All',
    policyRule: { if: { field: 'tags', exists: false }, THEN: { effect: 'audit' } },
  },
};
const put = (path: string, properties: object, token = owner, headers = {}): Promise<Reply> =>
  api.call('PUT', `${path}?api-version=2021-06-01`, { token, body: properties, headers });
const call = (method: string, path: string, token = owner, headers = {}): Promise<Reply> =>
  api.call(method, `${path}${path.includes('?') ? '&' : '?'}api-version=2021-06-01`, { token, headers });
const namesOf = ({ json }: Reply): unknown[] => json.value.map(({ id }) => id);
const assigned = (scope: string, policyDefinitionId: string): Promise<Reply> =>
  put(assignmentAt(scope), { properties: { policyDefinitionId } }, rootOwner);

beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
  rootOwner = await api.tokenOf('Security Admin', root);
});
afterEach(() => api.close());

test('a definition is created, replaced, read and removed with the codes that clients expect', async () => {
  const created = await put(definitionAt(subscription), definition);
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({
    id: definitionAt(subscription),
    name: 'tagged',
    type: 'Microsoft.Authorization/policyDefinitions',
    properties: { policyType: 'Custom', displayName: 'Tagged', policyRule: definition.properties.policyRule },
  });
  expect((await put(definitionAt(subscription), definition)).status).toBe(201);
  expect((await call('GET', definitionAt(subscription))).json).toEqual(created.json);
  expect((await call('DELETE', definitionAt(subscription))).status).toBe(200);
  expect((await call('DELETE', definitionAt(subscription))).status).toBe(204);
  expect((await call('GET', definitionAt(subscription))).json).toMatchObject({
    error: { code: 'PolicyDefinitionNotFound' },
  });
});

test('what does not compile is kept and says so in a warning', async () => {
  const policyRule = { if: { field: 'type', resembles: 'x' }, THEN: { effect: 'audit' } };
  const saved = await put(definitionAt(subscription), { properties: { policyRule } });
  expect([saved.status, saved.headers['warning']]).toEqual([201, expect.stringContaining('unsupported-operator')]);
});

test('etags keep somebody from replacing or removing what they have not read', async () => {
  const { headers } = await put(definitionAt(subscription), definition);
  const stale = { 'if-match': headers['etag']! };
  expect((await put(definitionAt(subscription), definition, owner, stale)).status).toBe(201);
  expect((await put(definitionAt(subscription), definition, owner, stale)).status).toBe(412);
  expect((await call('DELETE', definitionAt(subscription), owner, stale)).status).toBe(412);
  expect((await put(definitionAt(subscription), definition, owner, { 'if-none-match': '*' })).status).toBe(412);
});

test('an initiative and its assignment at a management group hold in the subscriptions below', async () => {
  await put(definitionAt(root), definition, rootOwner);
  const policyDefinitions = [{ policyDefinitionId: definitionAt(root), policyDefinitionReferenceId: 'one' }];
  expect((await put(setAt(root), { properties: { policyDefinitions } }, rootOwner)).status).toBe(201);
  expect((await put(setAt(root), { properties: { policyDefinitions } }, rootOwner)).status).toBe(200);
  const made = await assigned(root, setAt(root));
  expect(made.json).toMatchObject({ properties: { scope: root, enforcementMode: 'Default', notScopes: [] } });
  const reader = await api.tokenOf('Reader', subscription);
  for (const type of ['policyDefinitions', 'policySetDefinitions', 'policyAssignments']) {
    const rows = namesOf(await call('GET', `${subscription}/${authorization}/${type}`, reader));
    expect(rows).toEqual([expect.stringContaining(root)]);
  }
  expect((await call('GET', assignmentAt(root), reader)).status).toBe(403);
});

test('nothing is assigned to a resource group, and the answer says where to', async () => {
  await put(definitionAt(subscription), definition);
  const properties = { policyDefinitionId: definitionAt(subscription) };
  const refused = await put(assignmentAt(group), { properties });
  expect([refused.status, refused.json['error']]).toMatchObject([
    400,
    { code: 'ScopeNotAllowed', message: expect.stringContaining(subscription.toLowerCase()) as string },
  ]);
});

test('what is referred to is not removed before that is', async () => {
  await put(definitionAt(root), definition, rootOwner);
  const policyDefinitions = [{ policyDefinitionId: definitionAt(root).toUpperCase() }];
  await put(setAt(subscription), { properties: { policyDefinitions } });
  const inSet = await call('DELETE', definitionAt(root), rootOwner);
  expect([inSet.status, inSet.json['error']]).toMatchObject([
    400,
    { code: 'InvalidDeletePolicyDefinitionRequest', message: expect.stringContaining(setAt(subscription)) as string },
  ]);
  await assigned(otherSubscription, setAt(subscription));
  await assigned(subscription, setAt(subscription));
  const inUse = await call('DELETE', setAt(subscription));
  expect(inUse.json['error']).toMatchObject({ code: 'InvalidDeletePolicySetDefinitionRequest' });
  await call('DELETE', assignmentAt(subscription));
  expect((await call('DELETE', setAt(subscription))).status).toBe(200);
  expect((await call('DELETE', definitionAt(root), rootOwner)).status).toBe(200);
});

test('a role in a resource group, a Contributor and a Reader change no policy', async () => {
  const tokens = [
    await api.tokenOf('Owner', group),
    await api.tokenOf('Contributor', subscription),
    await api.tokenOf('Reader', subscription),
  ];
  for (const token of tokens) {
    expect((await put(definitionAt(subscription), definition, token)).status).toBe(403);
    expect((await put(exemptionAt(account), { properties: {} }, token)).status).toBe(403);
  }
});

test('lists take the filters of public clients, and refuse others', async () => {
  await put(definitionAt(root), definition, rootOwner);
  await put(definitionAt(subscription), definition);
  await assigned(root, definitionAt(root));
  await assigned(subscription, definitionAt(subscription));
  const list = async (type: string, filter: string, scope = subscription): Promise<unknown[]> =>
    namesOf(await call('GET', `${scope}/${authorization}/${type}?$filter=${encodeURIComponent(filter)}`));
  expect(await list('policyDefinitions', 'atExactScope()')).toEqual([definitionAt(subscription)]);
  expect(await list('policyDefinitions', "policyType eq 'Custom'")).toHaveLength(2);
  expect(await list('policyDefinitions', "policyType eq 'BuiltIn'")).toEqual([]);
  expect(await list('policyDefinitions', "category eq 'Health and Safety' AND policyType eq 'Custom'")).toEqual([]);
  const one = `atScope() and policyDefinitionId eq '${definitionAt(root)}'`;
  expect(await list('policyAssignments', one)).toEqual([assignmentAt(root)]);
  expect(await list('policyAssignments', 'atScope()', group)).toHaveLength(2);
  const refused = await call('GET', `${subscription}/${authorization}/policyAssignments?$filter=name%20eq%20'x'`);
  expect(refused.json).toMatchObject({ error: { code: 'InvalidFilter' } });
});

test('a list goes on over scopes page by page and ends', async () => {
  for (const name of ['a', 'b', 'c']) {
    await put(definitionAt(root, name), definition, rootOwner);
    await put(definitionAt(subscription, name), definition);
  }
  const found: unknown[] = [];
  let next: string | undefined = `${subscription}/${authorization}/policyDefinitions?$top=2`;
  for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
    const page: Reply = await (next.startsWith('http') ? api.call('GET', next, { token: owner }) : call('GET', next));
    found.push(...namesOf(page));
    next = page.json['nextLink'] as string | undefined;
  }
  expect(next).toBeUndefined();
  expect(new Set(found).size).toBe(6);
});

describe('an exemption', () => {
  const exemption = (scope: string, more: object = {}) => ({
    properties: { policyAssignmentId: assignmentAt(scope), exemptionCategory: 'Waiver', ...more },
  });

  test('of a resource, group or subscription is saved, listed from above and from below, and audited', async () => {
    await put(definitionAt(subscription), definition);
    await assigned(subscription, definitionAt(subscription));
    expect((await put(exemptionAt(account), exemption(subscription))).status).toBe(201);
    expect((await put(exemptionAt(account), exemption(subscription))).status).toBe(200);
    expect((await put(exemptionAt(group), exemption(subscription))).status).toBe(201);
    expect((await put(exemptionAt(subscription), exemption(subscription))).status).toBe(201);
    const list = async (scope: string, filter = ''): Promise<unknown[]> =>
      namesOf(await call('GET', `${scope}/${authorization}/policyExemptions${filter}`));
    expect(await list(subscription)).toHaveLength(3);
    expect(await list(subscription, '?$filter=atScope()')).toEqual([exemptionAt(subscription)]);
    expect(await list(group)).toEqual([exemptionAt(group), exemptionAt(subscription)]);
    await call('DELETE', exemptionAt(account));
    const entries = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: owner });
    const ofIt = entries.json.value.filter(({ resourceId }) => resourceId === exemptionAt(account));
    expect(ofIt.filter(({ action }) => action === 'savePolicy')).toHaveLength(2);
    expect(ofIt.find(({ action }) => action === 'removePolicy')).toMatchObject({
      before: exemption(subscription).properties,
      after: null,
    });
    expect(partitionOf(exemptionAt(account)).rootId).toBe(partitionOf(account).rootId);
  });

  test('that is over is left out on request', async () => {
    await put(definitionAt(subscription), definition);
    await assigned(subscription, definitionAt(subscription));
    const over = exemption(subscription, { expiresOn: '2020-01-01T00:00:00Z' });
    const saved = await put(exemptionAt(account), over);
    expect(saved.headers['warning']).toContain('expired');
    const path = `${subscription}/${authorization}/policyExemptions`;
    expect(namesOf(await call('GET', path))).toHaveLength(1);
    expect(namesOf(await call('GET', `${path}?$filter=excludeExpired()`))).toEqual([]);
  });

  test('from what a management group demands needs a role there', async () => {
    await put(definitionAt(root), definition, rootOwner);
    await assigned(root, definitionAt(root));
    expect((await put(exemptionAt(account), exemption(root))).status).toBe(403);
    expect((await put(exemptionAt(account), exemption(root), rootOwner)).status).toBe(201);
    expect((await call('DELETE', exemptionAt(account))).status).toBe(403);
    await put(definitionAt(subscription), definition);
    await assigned(subscription, definitionAt(subscription));
    expect((await put(exemptionAt(account), exemption(subscription))).status).toBe(403);
    expect((await put(exemptionAt(account), exemption(subscription), rootOwner)).status).toBe(200);
  });
});
