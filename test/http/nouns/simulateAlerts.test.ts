import { openApi, type Api } from '../support/api';
import { subscription } from '../support/samples';

let api: Api & { close(): void };
let token: string;
beforeEach(async () => {
  api = await openApi();
  token = await api.tokenOf('Contributor', subscription);
});
afterEach(() => api.close());

const provider = `${subscription}/providers/Microsoft.Security`;
const simulate = (bundles: string[], version: string, asking = token) =>
  api.call('POST', `${provider}/locations/centralus/alerts/default/simulate?api-version=${version}`, {
    token: asking,
    body: { properties: { kind: 'Bundles', bundles } },
  });
const alerts = async () =>
  (await api.call('GET', `${provider}/alerts?api-version=2022-01-01&$top=250`, { token })).json.value;

test('every bundle has five alerts, each time anew', async () => {
  const bundles = [
    'AppServices',
    'DNS',
    'KeyVaults',
    'KubernetesService',
    'ResourceManager',
    'SqlServers',
    'StorageAccounts',
    'VirtualMachines',
    'CosmosDbs',
  ];
  expect((await simulate(bundles, '2021-11-01')).status).toBe(204);
  expect(await alerts()).toHaveLength(45);
  await simulate(['DNS', 'DNS'], '2021-11-01');
  expect(await alerts()).toHaveLength(50);
});

test.each(['2021-01-01', '2022-01-01'])('%s answers 202, and whoever polls hears of the end', async (version) => {
  const reply = await simulate(['KeyVaults'], version);
  expect(reply).toMatchObject({ status: 202, text: '' });
  expect(reply.headers['location']).toMatch(/^https:\/\/sky\.example\.com\/subscriptions\/.*\/operationResults\//);
  expect((await api.call('GET', reply.headers['location']!, { token })).status).toBe(204);
});

test('an operation that was never begun is not found', async () => {
  const path = `${provider}/locations/centralus/operationResults/00000000-0000-4000-8000-000000000001.AAAAAAAAAAAAAAAA`;
  expect((await api.call('GET', `${path}?api-version=2022-01-01`, { token })).status).toBe(404);
});

test('samples are raised although their plan is off, and suppression rules dismiss them', async () => {
  const owner = await api.tokenOf('Owner', subscription);
  await api.call('PUT', `${provider}/pricings/Dns?api-version=2022-03-01`, {
    token: owner,
    body: { properties: { pricingTier: 'Free' } },
  });
  await api.call('PUT', `${provider}/alertsSuppressionRules/quiet?api-version=2019-01-01-preview`, {
    token: owner,
    body: { properties: { alertType: 'SIMULATED_DNS_Tunnel', reason: 'Noise', state: 'Enabled' } },
  });
  await simulate(['DNS'], '2021-11-01');
  const states = (await alerts()).map((one) => (one['properties'] as { status: string }).status);
  expect(states.sort()).toEqual(['Active', 'Active', 'Active', 'Active', 'Dismissed']);
});

test.each(['Security Admin', 'Security Reader'] as const)('a %s raises none', async (role) => {
  expect((await simulate(['DNS'], '2021-11-01', await api.tokenOf(role, subscription))).status).toBe(403);
});
