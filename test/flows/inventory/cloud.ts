import type { JsonObject } from '../../../shared/model/json';
import type { WorkMessage } from '../../../shared/flows/ports/queues';
import type { Home } from '../../../shared/flows/saveSnapshots';
import { inventorySubscription } from '../../../shared/flows/inventory/inventorySubscription';
import { readChildren } from '../../../shared/flows/inventory/readChildren';
import { readPrincipals } from '../../../shared/flows/inventory/readPrincipals';
import { azureTables, type AzureTables } from '../../doubles/azure/azureTables';
import { changeRow } from '../../doubles/azure/resourceGraph';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';

export const subscriptionId = '00000000-0000-0000-0000-000000000001';
export const home: Home = {
  tenantId: '00000000-0000-0000-0000-000000000009',
  subscriptionId,
  location: 'local',
  workspaceId: 'default',
};
export const inGroup = (type: string, name: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/${type}/${name}`;
export const accountId = (name: string): string => inGroup('Microsoft.Storage/storageAccounts', name);

export const row = (id: string, type: string, properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  id,
  name: id.split('/').at(-1)!,
  type,
  tenantId: home.tenantId,
  location: 'westeurope',
  resourceGroup: 'rg',
  subscriptionId,
  kind: '',
  tags: null,
  sku: null,
  identity: null,
  properties,
  ...more,
});
export const account = (name: string, properties: JsonObject = {}): JsonObject =>
  row(accountId(name), 'microsoft.storage/storageaccounts', properties);

export interface Cloud extends MemoryPorts {
  azure: AzureTables;
  /** One run of the timer's piece and all that it puts on the queue at once. */
  run: () => Promise<void>;
  one: (message: WorkMessage) => Promise<object>;
  later: (minutes: number) => void;
  change: (changeType: 'Create' | 'Update' | 'Delete', id: string) => void;
  names: (type: string) => Promise<string[]>;
}

/** A subscription with its own row and a resource group, and the platform's ports in memory. */
export function cloud(overrides: Parameters<typeof memoryPorts>[0] = {}): Cloud {
  const azure = azureTables();
  const memory = memoryPorts({ azure: azure.reader, ...overrides });
  azure.tables.set('resourcecontainers', [
    row(`/subscriptions/${subscriptionId}`, 'microsoft.resources/subscriptions'),
    row(`/subscriptions/${subscriptionId}/resourceGroups/rg`, 'microsoft.resources/subscriptions/resourcegroups'),
  ]);
  const one = async (message: WorkMessage): Promise<object> => {
    if (message.kind === 'inventorySubscription') return inventorySubscription(memory.ports, home, message);
    if (message.kind === 'inventoryChildren') return readChildren(memory.ports, home, message);
    if (message.kind === 'inventoryPrincipals') return readPrincipals(memory.ports, home, message);
    throw new Error(`Nobody expects ${message.kind}`);
  };
  return {
    ...memory,
    azure,
    one,
    async run() {
      await one({ kind: 'inventorySubscription', subscriptionId });
      for (let next = memory.work.shift(); next; next = memory.work.shift()) await one(next.message);
    },
    later: (minutes) => void (memory.clock.now = new Date(memory.clock.now.getTime() + minutes * 60_000)),
    change(changeType, id) {
      const at = memory.clock.now.toISOString().replace('Z', '1234Z');
      azure.tables.get('resourcechanges')!.push(changeRow(subscriptionId, changeType, id, at));
    },
    async names(type) {
      const filter = { scope: `/subscriptions/${subscriptionId}`, type };
      const { items } = await memory.ports.resources.list(filter, { top: 1000 });
      return items.map(({ resource }) => resource.name).sort();
    },
  };
}
