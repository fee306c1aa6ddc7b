import { inventoryKey } from '../../core/documentIds';
import type { InventoryDocument } from '../../model/documents/readers';
import type { SubscriptionInventory } from '../../model/inventory';
import type { Ports } from '../ports';
import { type NotDone, whileHeld } from '../whileHeld';

const holdMs = 2 * 60_000;

export interface HeldInventory {
  inventory: SubscriptionInventory;
  /** Saves how far it is and goes on holding. Throws Conflict when another one took over. */
  save(inventory: SubscriptionInventory): Promise<void>;
  isLate(): boolean;
}

export type InventoryOutcome = { outcome: 'read' } | NotDone;

type InventoryPorts = Pick<Ports, 'now' | 'inventory' | 'log'>;

/** Reads one subscription while nobody else does. */
export async function withInventory(
  ports: InventoryPorts,
  { subscriptionId, workspaceId }: { subscriptionId: string; workspaceId: string },
  act: (held: HeldInventory) => Promise<void>,
): Promise<InventoryOutcome> {
  const fresh: InventoryDocument = {
    kind: 'inventory',
    ...inventoryKey(subscriptionId),
    workspaceId,
    inventory: { subscriptionId, tables: {}, notes: {} },
  };
  const ended = await whileHeld<InventoryDocument>(
    {
      ports,
      holdMs,
      store: (document) => ports.inventory.save(document),
      failed: { message: 'The inventory of a subscription could not go on', about: { subscriptionId } },
    },
    (await ports.inventory.find(subscriptionId)) ?? fresh,
    async (holding) => {
      const held: HeldInventory = {
        inventory: holding.document.inventory,
        save: async (inventory) => {
          await holding.save({ inventory });
          held.inventory = inventory;
        },
        isLate: holding.isLate,
      };
      await act(held);
    },
  );
  return ended.outcome === 'done' ? { outcome: 'read' } : ended;
}
