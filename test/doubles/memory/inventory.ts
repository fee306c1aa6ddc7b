import type { InventoryDocument } from '../../../shared/model/documents/readers';
import type { AzureReader, InventoryStore, PrincipalDirectory } from '../../../shared/flows/ports/inventory';
import { etagMap } from './etagMap';

export function memoryInventory(): InventoryStore {
  const documents = etagMap<InventoryDocument>();
  return {
    all: async () => documents.values(),
    find: async (subscriptionId) => documents.get(`inventory|${subscriptionId.toLowerCase()}`),
    save: async (document) => documents.write([[document.id, document]])[0]!,
  };
}

/** The identity sees nothing. */
export const memoryAzure: AzureReader = {
  subscriptions: async () => [],
  rows: async () => ({ rows: [], total: 0, isCut: false }),
  readsAll: async () => true,
  get: async () => undefined,
  list: async () => [],
};

/** The directory knows nobody. */
export const memoryDirectory: PrincipalDirectory = {
  users: async () => [],
  servicePrincipals: async () => [],
  groups: async () => [],
  usersOf: async () => [],
  mfaRegistrations: async () => new Map(),
};
