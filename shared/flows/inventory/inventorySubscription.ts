import { containerTable } from '../../core/posture/inventory/inventoryTables';
import { changesKeptMs } from '../../core/posture/inventory/resourceChanges';
import type { SubscriptionInventory } from '../../model/inventory';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import type { Home } from '../saveSnapshots';
import { readChanges } from './readChanges';
import { walkTables } from './walkTables';
import { type HeldInventory, type InventoryOutcome, withInventory } from './withInventory';

/** Once a day, with room below the 24 hours after which a snapshot is too old. */
const walkEveryMs = 20 * 3_600_000;

export type InventoryFlowPorts = Pick<Ports, 'now' | 'azure' | 'inventory' | 'resources' | 'settings' | 'work' | 'log'>;

/** Reads what changed in one subscription and, once a day, everything. What does not fit in a piece is another piece. */
export async function inventorySubscription(
  ports: InventoryFlowPorts,
  home: Home,
  message: Extract<WorkMessage, { kind: 'inventorySubscription' }>,
): Promise<InventoryOutcome & { changed?: number; walked?: number }> {
  const { subscriptionId } = message;
  let isBehind = false;
  const counts = { changed: 0, walked: 0 };
  const where = { subscriptionId, workspaceId: home.workspaceId };
  const outcome = await withInventory(ports, where, async (held) => {
    const changes = await readChanges(ports, home, held);
    counts.changed = changes.rows;
    await beginWalkWhenDue(ports, held);
    const walk = await walkTables(ports, home, held);
    counts.walked = walk.rows;
    isBehind = changes.isBehind || walk.isBehind;
  });
  if (outcome.outcome === 'throttled') await ports.work.send(message, outcome.retryAfterSeconds);
  if (isBehind && outcome.outcome === 'read') await ports.work.send(message);
  return { ...outcome, ...counts };
}

async function beginWalkWhenDue(ports: InventoryFlowPorts, held: HeldInventory): Promise<void> {
  const { inventory } = held;
  const now = ports.now();
  if (inventory.walk || !isWalkDue(inventory, now)) return;
  const startedAt = now.toISOString();
  await held.save({
    ...inventory,
    // Without a cursor, or with one that is too old, changes are read from the walk on: it holds what was before.
    changesThrough: changesCursor(inventory, now) ?? startedAt,
    walk: { startedAt, table: containerTable, rows: 0, restarts: 0, done: {} },
  });
}

const isWalkDue = (inventory: SubscriptionInventory, now: Date): boolean =>
  inventory.walkedAt === undefined ||
  now.getTime() - Date.parse(inventory.walkedAt) >= walkEveryMs ||
  changesCursor(inventory, now) === undefined;

/** Up to when changes are in, as long as Resource Graph still has those after it. */
function changesCursor({ changesThrough }: SubscriptionInventory, now: Date): string | undefined {
  if (changesThrough === undefined) return undefined;
  return now.getTime() - Date.parse(changesThrough) < changesKeptMs ? changesThrough : undefined;
}
