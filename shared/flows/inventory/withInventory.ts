import { inventoryKey } from '../../core/documentIds';
import type { InventoryDocument } from '../../model/documents/readers';
import type { SubscriptionInventory } from '../../model/inventory';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import { Conflict, Throttled } from '../ports/portErrors';

/** As with log readers: a hold only spares double work, the etag keeps the position right. */
const holdMs = 2 * 60_000;
/** A piece ends in time before a function may not run any longer; what is left is another piece. */
const pieceMs = 4 * 60_000;
const longestMessage = 300;

export interface HeldInventory {
  inventory: SubscriptionInventory;
  /** Saves how far it is and goes on holding. Throws Conflict when another one took over. */
  save(inventory: SubscriptionInventory): Promise<void>;
  isLate(): boolean;
}

export type InventoryOutcome =
  | { outcome: 'read' }
  | { outcome: 'busy' | 'lost' }
  | { outcome: 'failed'; code: string }
  | { outcome: 'throttled'; retryAfterSeconds: number };

type InventoryPorts = Pick<Ports, 'now' | 'inventory' | 'log'>;

/** Reads one subscription while nobody else does. What fails is noted, where people see it, and tried again by the next timer. */
export async function withInventory(
  ports: InventoryPorts,
  { subscriptionId, workspaceId }: { subscriptionId: string; workspaceId: string },
  act: (held: HeldInventory) => Promise<void>,
): Promise<InventoryOutcome> {
  const began = ports.now().getTime();
  const found = await ports.inventory.find(subscriptionId);
  if (found?.heldUntil !== undefined && found.heldUntil > ports.now().toISOString()) return { outcome: 'busy' };
  const fresh: InventoryDocument = {
    kind: 'inventory',
    ...inventoryKey(subscriptionId),
    workspaceId,
    inventory: { subscriptionId, tables: {}, notes: {} },
  };
  let document = found ?? fresh;
  const save = async (inventory: SubscriptionInventory): Promise<void> => {
    const heldUntil = new Date(ports.now().getTime() + holdMs).toISOString();
    document = await ports.inventory.save({ ...document, inventory, heldUntil });
    held.inventory = inventory;
  };
  const held: HeldInventory = {
    inventory: document.inventory,
    save,
    isLate: () => ports.now().getTime() - began > pieceMs,
  };
  try {
    await save(document.inventory);
    await act(held);
    const { heldUntil: _held, error: _error, ...free } = document;
    await ports.inventory.save(free);
    return { outcome: 'read' };
  } catch (error) {
    if (error instanceof Conflict) return { outcome: 'lost' };
    return noted(ports, document, error);
  }
}

async function noted(ports: InventoryPorts, document: InventoryDocument, cause: unknown): Promise<InventoryOutcome> {
  const { heldUntil: _held, ...free } = document;
  const now = ports.now();
  const failure = cause instanceof Error ? cause : new Error(String(cause));
  const code = failure instanceof Rejected ? failure.code : failure.name;
  const error = { at: now.toISOString(), code, message: failure.message.slice(0, longestMessage) };
  const pause = failure instanceof Throttled && {
    heldUntil: new Date(now.getTime() + failure.retryAfterSeconds * 1000).toISOString(),
  };
  ports.log.warn('The inventory of a subscription could not go on', {
    subscriptionId: document.inventory.subscriptionId,
    ...error,
  });
  try {
    await ports.inventory.save({ ...free, ...pause, error });
  } catch (lost) {
    if (!(lost instanceof Conflict)) throw lost;
    return { outcome: 'lost' };
  }
  if (failure instanceof Throttled) return { outcome: 'throttled', retryAfterSeconds: failure.retryAfterSeconds };
  return { outcome: 'failed', code };
}
