import type { JsonObject } from '../../shared/model/json';
import { inventoryTables } from '../../shared/core/posture/inventory/inventoryTables';
import { type AzureApi, startAzureApi } from '../doubles/azure/azureApi';
import { changeRow } from '../doubles/azure/resourceGraph';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { until } from './support/until';

const subscription = `/subscriptions/${homeSubscription}`;
const group = `${subscription}/resourceGroups/shop`;
const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/invoices`;

const row = (id: string, type: string, properties: JsonObject = {}): JsonObject => ({
  id,
  name: id.split('/').at(-1)!,
  type,
  tenantId: '00000000-0000-0000-0000-000000000001',
  subscriptionId: homeSubscription,
  location: 'westeurope',
  tags: null,
  properties,
});
const account = (supportsHttpsTrafficOnly: boolean): JsonObject =>
  row(accountId, 'microsoft.storage/storageaccounts', { supportsHttpsTrafficOnly });

interface Detail {
  source: string;
  verdicts: { displayName: string; code: string }[];
}

describe('a storage account that Resource Graph knows', () => {
  let azure: AzureApi;
  let platform: RunningPlatform;

  beforeAll(async () => {
    azure = await startAzureApi();
    for (const { name } of inventoryTables) azure.tables.set(name, []);
    azure.tables.set('resourcechanges', []);
    azure.tables.set('resourcecontainerchanges', []);
    azure.tables.set('resourcecontainers', [
      row(subscription, 'microsoft.resources/subscriptions'),
      row(group, 'microsoft.resources/subscriptions/resourcegroups'),
    ]);
    azure.tables.set('resources', [account(true)]);
    azure.resources.set(`${subscription}/providers/Microsoft.Authorization/permissions`.toLowerCase(), [
      { actions: ['*/read'], notActions: [] },
    ]);
    platform = await startPlatform(await newPlace(), ['--no-collect'], {
      INVENTORY: 'on',
      ARM_ENDPOINT: azure.endpoint,
      GRAPH_ENDPOINT: azure.endpoint,
      IDENTITY_ENDPOINT: azure.identityEndpoint,
      IDENTITY_HEADER: 'of-this-test',
      NODE_EXTRA_CA_CERTS: azure.caPath,
    });
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
    await azure?.close();
  }, 30_000);

  async function pull(): Promise<void> {
    const response = await fetch(new URL('/admin/functions/pullInventory', platform.endpoints.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(202);
  }

  async function detail(): Promise<Detail | undefined> {
    const response = await fetch(new URL(`/api/v1${subscription}/inventory${accountId}`, platform.endpoints.api), {
      headers: { authorization: `Bearer ${await platform.token('Security Reader')}` },
    });
    const body = (await response.json()) as Detail;
    return response.status === 404 ? undefined : body;
  }

  const verdict = (code: string) => async (): Promise<Detail | undefined> => {
    const found = await detail();
    const secure = found?.verdicts.find(({ displayName }) => displayName.startsWith('Secure transfer'));
    return secure?.code === code ? found : undefined;
  };

  it('gets a verdict after the first walk', async () => {
    await pull();
    const found = await until('the healthy verdict', verdict('Healthy'));
    expect(found.source).toBe('inventory/resources');
  }, 70_000);

  it('turns unhealthy by a change, over a service that throttles and fails in between', async () => {
    azure.tables.set('resources', [account(false)]);
    azure.tables.get('resourcechanges')!.push(changeRow(homeSubscription, 'Update', accountId, now()));
    azure.faults.push(
      { status: 429, headers: { 'retry-after': '1' }, match: 'resourcechanges' },
      { status: 503, match: 'id in~' },
    );
    await again(verdict('Unhealthy'), 'the unhealthy verdict');
    expect(azure.faults).toEqual([]);
  }, 90_000);

  it('goes with its verdicts when it is deleted', async () => {
    expect(await detail()).toBeDefined();
    azure.tables.set('resources', []);
    azure.tables.get('resourcechanges')!.push(changeRow(homeSubscription, 'Delete', accountId, now()));
    await again(async () => ((await detail()) ? undefined : 'gone'), 'the resource to go');
    const api = await platform.api('Security Reader');
    await until('the assessments to go', async () => {
      const rows = await api.list<{ id: string }>(
        `${subscription}/providers/Microsoft.Security/assessments?api-version=2020-01-01`,
      );
      return rows.some(({ id }) => id.toLowerCase().includes('/storageaccounts/')) ? undefined : 'gone';
    });
  }, 90_000);

  const now = (): string => new Date().toISOString().replace('Z', '0000Z');

  /** The timer comes round every five minutes: here it is helped. */
  const again = async <T>(ask: () => Promise<T | undefined>, what: string): Promise<T> => {
    let asked = 0;
    return until(what, async () => {
      if (asked++ % 20 === 0) await pull();
      return ask();
    });
  };
});
