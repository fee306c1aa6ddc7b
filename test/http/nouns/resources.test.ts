import { openApi, type Api } from '../support/api';
import {
  account,
  group,
  machine,
  otherSubscription,
  resourceDocument,
  subscription,
  subscriptionId,
} from '../support/samples';

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Reader', subscription);
  await api.store(resourceDocument(machine), resourceDocument(account));
});
afterAll(() => api.close());

const get = (path: string, as = token) => api.call('GET', path, { token: as });

test('subscriptions are those with something to read', async () => {
  const own = await get('/subscriptions?api-version=2019-11-01');
  const all = await get('/subscriptions?api-version=2022-12-01', await api.tokenOf('Reader', '/'));
  expect(own.json.value).toMatchObject([
    { id: subscription, subscriptionId, state: 'Enabled', displayName: 'Subscription 1' },
  ]);
  expect(all.json.value).toHaveLength(2);
  expect((await get(`${otherSubscription}?api-version=2022-12-01`)).status).toBe(403);
  expect((await get('/tenants?api-version=2022-12-01')).json.value).toHaveLength(1);
});

test('a resource group in which something is known has a location', async () => {
  const { json } = await get(
    `${group.toLowerCase().replace('resourcegroups', 'resourcegroups')}?api-version=2021-04-01`,
  );
  expect(json).toMatchObject({
    id: group,
    name: 'Web',
    type: 'Microsoft.Resources/resourceGroups',
    location: 'centralus',
  });
  expect(await get(`${subscription}/resourcegroups/none?api-version=2021-04-01`)).toMatchObject({
    status: 404,
    json: { error: { code: 'ResourceGroupNotFound' } },
  });
});

test('the provider is registered, with the api-versions of its types', async () => {
  const { json } = await get(`${subscription}/providers/microsoft.security?api-version=2021-04-01`);
  expect(json).toMatchObject({ registrationState: 'Registered', namespace: 'Microsoft.Security' });
  expect(json['resourceTypes']).toContainEqual({
    resourceType: 'alerts',
    locations: ['centralus'],
    apiVersions: ['2022-01-01', '2021-11-01', '2021-01-01'],
  });
  expect((await get(`${subscription}/providers/Microsoft.Other?api-version=2021-04-01`)).status).toBe(404);
});

test('operations are named by type and verb, and described', async () => {
  const { json } = await get('/providers/Microsoft.Security/operations?api-version=2015-06-01-preview');
  const rows = json.value as unknown as { name: string; display: Record<string, string> }[];
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Microsoft.Security/alerts/read',
      'Microsoft.Security/alerts/dismiss/action',
      'Microsoft.Security/automations/write',
      'Microsoft.Security/automations/delete',
      'Microsoft.Security/automations/validate/action',
    ]),
  );
  for (const { display } of rows)
    expect(Object.keys(display).sort()).toEqual(['description', 'operation', 'provider', 'resource']);
});

test('what a client asks before it signs in needs no token', async () => {
  const { status, json } = await api.call('GET', '/metadata/endpoints?api-version=2022-09-01');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    resourceManager: 'https://sky.example.com/',
    authentication: {
      loginEndpoint: 'https://localhost/',
      audiences: ['https://management.azure.com/'],
      identityProvider: 'AAD',
    },
  });
});

test('there is one home region', async () => {
  const { json } = await get(`${subscription}/providers/Microsoft.Security/locations?api-version=2015-06-01-preview`);
  expect(json.value).toMatchObject([{ name: 'centralus', properties: { homeRegionName: 'centralus' } }]);
});
