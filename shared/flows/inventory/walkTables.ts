import { type InventoryTable, inventoryTables, tableSource } from '../../core/posture/inventory/inventoryTables';
import type { InventoryWalk, Listing } from '../../model/inventory';
import { Rejected } from '../../model/rejected';
import type { Home } from '../saveSnapshots';
import { finishWalk } from './finishWalk';
import type { InventoryFlowPorts } from './inventorySubscription';
import { saveRows } from './saveRows';
import type { HeldInventory } from './withInventory';

const pagesPerPiece = 20;
const maxRestarts = 3;

/** Goes on with the walk that is under way, if one is, page by page; the position is saved after each. */
export async function walkTables(
  ports: InventoryFlowPorts,
  home: Home,
  held: HeldInventory,
): Promise<{ rows: number; isBehind: boolean }> {
  let rows = 0;
  for (let pages = 0; held.inventory.walk; pages += 1) {
    if (pages >= pagesPerPiece || held.isLate()) return { rows, isBehind: true };
    const { walk } = held.inventory;
    const table = inventoryTables.find(({ name }) => name === walk.table);
    if (!table) {
      await finishWalk(ports, home, held, walk);
      return { rows, isBehind: false };
    }
    const next = await readPage(ports, home, held, table, walk);
    rows += Math.max(0, next.rows - walk.rows);
    await held.save({ ...held.inventory, walk: next });
  }
  return { rows, isBehind: false };
}

async function readPage(
  ports: InventoryFlowPorts,
  home: Home,
  { inventory: { subscriptionId } }: HeldInventory,
  { name, query, above }: InventoryTable,
  walk: InventoryWalk,
): Promise<InventoryWalk> {
  const observedAt = ports.now().toISOString();
  const close = (listing: Omit<Listing, 'at'>) => nextTable(walk, { ...listing, at: observedAt });
  try {
    const page = await ports.azure.rows({ subscriptionId, query, skipToken: walk.skipToken, above });
    await saveRows(ports, home, page.rows, { subscriptionId, source: tableSource(name), observedAt });
    const rows = walk.rows + page.rows.length;
    if (page.skipToken !== undefined) return { ...walk, skipToken: page.skipToken, rows };
    if (page.isCut) return close({ outcome: 'partial', reason: 'The answer was cut', rows });
    if (rows < page.total) return close({ outcome: 'partial', reason: `${rows} of ${page.total} rows came`, rows });
    return close({ outcome: 'complete', rows });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    // Tokens run out: the table is read anew.
    if (walk.skipToken !== undefined && error.code !== 'Forbidden' && walk.restarts < maxRestarts) {
      const { skipToken: _token, ...rest } = walk;
      return { ...rest, rows: 0, restarts: walk.restarts + 1 };
    }
    ports.log.warn('A table of the inventory is not read', { subscriptionId, table: name, reason: error.message });
    return close({ outcome: 'refused', reason: error.message, rows: 0 });
  }
}

/** Behind the last table stands a name of none. */
function nextTable({ startedAt, table, done }: InventoryWalk, listing: Listing): InventoryWalk {
  const at = inventoryTables.findIndex(({ name }) => name === table);
  const next = inventoryTables[at + 1]?.name ?? 'end';
  return { startedAt, table: next, rows: 0, restarts: 0, done: { ...done, [table]: listing } };
}
