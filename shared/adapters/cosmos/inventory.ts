import { inventoryKey } from '../../core/documentIds';
import type { InventoryDocument } from '../../model/documents/readers';
import type { InventoryStore } from '../../flows/ports/inventory';
import type { Containers } from './client';
import { all } from './list';
import { saveVersion } from './saveVersion';

/** How far subscriptions are read, in container `settings`. */
export function inventoryStore(containers: Containers): InventoryStore {
  const container = () => containers('settings');
  return {
    all: () =>
      all<InventoryDocument>(container(), {
        query: `SELECT * FROM c WHERE c.scope = @scope AND c.kind = 'inventory'`,
        parameters: [{ name: '@scope', value: '/inventory' }],
        partitionKey: '/inventory',
      }),
    async find(subscriptionId) {
      const { id, scope } = inventoryKey(subscriptionId);
      return (await container().item(id, scope).read<InventoryDocument>()).resource;
    },
    save: (document) => saveVersion(container(), document),
  };
}
