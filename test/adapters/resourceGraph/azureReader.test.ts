import { azureReader } from '../../../shared/adapters/resourceGraph/azureReader';
import type { AzureReader } from '../../../shared/flows/ports/inventory';
import { type AzureApi, startAzureApi } from '../../doubles/azure/azureApi';

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const credential = {
  getToken: async (scope: string | string[]) => ({
    token: `for ${String(scope)}`,
    expiresOnTimestamp: Date.now() + 3_600_000,
  }),
};

let api: AzureApi;
let azure: AzureReader;
const slept: number[] = [];

beforeAll(async () => {
  api = await startAzureApi();
});
afterAll(() => api.close());

beforeEach(() => {
  api.requests.length = 0;
  api.faults.length = 0;
  api.graphHeaders = {};
  api.tables.clear();
  api.resources.clear();
  slept.length = 0;
  azure = azureReader(
    { ARM_ENDPOINT: api.endpoint, blobs: { connectionString: '' } },
    {
      credential,
      pageRows: 2,
      tlsOptions: { ca: api.ca },
      sleep: async (milliseconds) => void slept.push(milliseconds),
    },
  );
});

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `/subscriptions/${subscriptionId}/x/${at}`, subscriptionId }));
const query = 'resources | order by id asc';

test('rows come page by page, each with the token of the one before', async () => {
  api.tables.set('resources', rows(5));
  const sizes: number[] = [];
  let skipToken: string | undefined;
  do {
    const page = await azure.rows({ subscriptionId, query, skipToken });
    expect(page).toMatchObject({ total: 5, isCut: false });
    sizes.push(page.rows.length);
    skipToken = page.skipToken;
  } while (skipToken !== undefined);
  expect(sizes).toEqual([2, 2, 1]);
});

test('the request is what the service documents', async () => {
  api.tables.set('authorizationresources', []);
  await azure.rows({ subscriptionId, query: 'authorizationresources | order by id asc', above: true });
  const [{ method, url, headers, body }] = api.requests as [(typeof api.requests)[0]];
  expect(method).toBe('POST');
  expect(url).toBe('/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01');
  expect(headers['authorization']).toBe(`Bearer for ${api.endpoint}/.default`);
  expect(body).toEqual({
    subscriptions: [subscriptionId],
    query: 'authorizationresources | order by id asc',
    options: { resultFormat: 'objectArray', $top: 2, authorizationScopeFilter: 'AtScopeAboveAndBelow' },
  });
});

test('an answer that was cut and has no token is said to be cut', async () => {
  api.faults.push({ status: 200, body: { totalRecords: 9, count: 1, data: rows(1), resultTruncated: 'true' } });
  expect(await azure.rows({ subscriptionId, query })).toMatchObject({ isCut: true, total: 9 });
});

test('when the quota is used up, the next query waits until it is renewed', async () => {
  api.tables.set('resources', []);
  api.graphHeaders = { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:05' };
  await azure.rows({ subscriptionId, query });
  expect(slept).toEqual([]);
  await azure.rows({ subscriptionId, query });
  expect(slept).toHaveLength(1);
  expect(slept[0]).toBeGreaterThan(3_000);
});

test.each([
  [429, { 'retry-after': '7' }, 7],
  [429, {}, 60],
  [503, { 'retry-after': '3' }, 3],
])('status %d with %j means to come back in %d s, and is not tried before', async (status, headers, seconds) => {
  api.faults.push({ status, headers });
  await expect(azure.rows({ subscriptionId, query })).rejects.toMatchObject({
    name: 'Throttled',
    retryAfterSeconds: seconds,
  });
  expect(api.requests).toHaveLength(1);
});

test('a refusal names what was refused, a failure is an error that is tried again', async () => {
  api.faults.push({ status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No.' } } }, { status: 500 });
  await expect(azure.rows({ subscriptionId, query })).rejects.toMatchObject({ name: 'Rejected', code: 'Forbidden' });
  await expect(azure.rows({ subscriptionId, query })).rejects.toMatchObject({ name: 'Error' });
  await expect(azure.rows({ subscriptionId, query: 'nothing | order by id asc' })).rejects.toMatchObject({
    name: 'Rejected',
    message: expect.stringContaining('Table nothing was not found') as string,
  });
});

test('subscriptions come with their management groups, over pages', async () => {
  const subscription = (digit: number, chain: string[]) => ({
    id: `/subscriptions/00000000-0000-0000-0000-00000000000${digit}`,
    type: 'microsoft.resources/subscriptions',
    subscriptionId: `00000000-0000-0000-0000-00000000000${digit}`,
    tenantId: '00000000-0000-0000-0000-0000000000aa',
    name: `Sub ${digit}`,
    properties: { managementGroupAncestorsChain: chain.map((name) => ({ name, displayName: name })) },
  });
  api.tables.set('resourcecontainers', [subscription(1, ['Team', 'Root']), subscription(2, []), subscription(3, [])]);
  const found = await azure.subscriptions();
  expect(found).toHaveLength(3);
  expect(found[0]).toEqual({
    subscriptionId,
    displayName: 'Sub 1',
    tenantId: '00000000-0000-0000-0000-0000000000aa',
    managementGroups: ['team', 'root'],
  });
});

describe('Resource Manager', () => {
  const server = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Sql/servers/s`;

  test('answers one resource, and nothing where there is none', async () => {
    api.resources.set(`${server}/auditingSettings/default`.toLowerCase(), { id: 'x', properties: {} });
    expect(await azure.get(`${server}/auditingSettings/default`, '2021-11-01')).toEqual({ id: 'x', properties: {} });
    expect(api.requests[0]!.url).toBe(`${server}/auditingSettings/default?api-version=2021-11-01`);
    expect(await azure.get(`${server}/auditingSettings/other`, '2021-11-01')).toBeUndefined();
  });

  test('answers collections over their pages, and nothing where the parent is gone', async () => {
    api.resources.set(`${server}/firewallRules`.toLowerCase(), [{ id: '1' }, { id: '2' }, { id: '3' }]);
    expect(await azure.list(`${server}/firewallRules`, '1')).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
    expect(await azure.list(`${server}/nothing`, '1')).toBeUndefined();
  });

  test('a next link that leads elsewhere gets no token', async () => {
    api.faults.push({ status: 200, body: { value: [], nextLink: 'https://example.com/more' } });
    await expect(azure.list(`${server}/firewallRules`, '1')).rejects.toThrow('elsewhere');
    expect(api.requests).toHaveLength(1);
  });

  test('429 says when to come back', async () => {
    api.faults.push({ status: 429, headers: { 'retry-after': '11' } });
    await expect(azure.get(server, '1')).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 11 });
  });

  test.each([
    [[{ actions: ['*/read'], notActions: [] }], true],
    [[{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] }], true],
    [[{ actions: ['*'], notActions: ['Microsoft.KeyVault/*/read'] }], false],
    [[{ actions: ['*'], notActions: ['Microsoft.KeyVault/*'] }], false],
    [[{ actions: ['Microsoft.Storage/*/read'], notActions: [] }], false],
    [[], false],
  ])('permissions %j at the subscription read everything: %s', async (permissions, expected) => {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`;
    api.resources.set(path.toLowerCase(), permissions);
    expect(await azure.readsAll(subscriptionId)).toBe(expected);
  });
});
