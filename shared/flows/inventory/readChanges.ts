import { childKindsOf } from '../../core/posture/inventory/childKinds';
import { changingTables, tableSource } from '../../core/posture/inventory/inventoryTables';
import {
  changesKeptMs,
  changesOfResources,
  changesQuery,
  containerChanges,
  idsQuery,
  newestChanges,
  overlapMs,
  type ResourceChange,
} from '../../core/posture/inventory/resourceChanges';
import type { GraphPage } from '../ports/inventory';
import { isWithin } from '../../model/resourceId';
import { eachOf } from '../eachOf';
import type { Home } from '../saveSnapshots';
import type { InventoryFlowPorts } from './inventorySubscription';
import { removeResource } from './removeResource';
import { saveRows } from './saveRows';
import type { HeldInventory } from './withInventory';

const pagesPerPiece = 10;
const idsPerQuery = 50;
const width = 4;

/**
 * Reads what changed since the last time, with an overlap. A change only says which resource to look at: what is there now is
 * asked, so it does not matter in which order changes come or how often. The position moves when all of a page is in.
 */
export async function readChanges(
  ports: InventoryFlowPorts,
  home: Home,
  held: HeldInventory,
): Promise<{ rows: number; isBehind: boolean }> {
  const { inventory } = held;
  const now = ports.now();
  const through = inventory.changesThrough;
  if (through === undefined || now.getTime() - Date.parse(through) >= changesKeptMs)
    return { rows: 0, isBehind: false };
  let window = inventory.changes ?? {
    from: new Date(Date.parse(through) - overlapMs).toISOString(),
    to: now.toISOString(),
  };
  const { subscriptionId } = inventory;
  let rows = await readContainers(ports, home, subscriptionId, window);
  for (let pages = 0; pages < pagesPerPiece && !held.isLate(); pages += 1) {
    const page = await ports.azure.rows({ subscriptionId, query: changesQuery(changesOfResources, window) });
    const last = await apply(ports, home, subscriptionId, page);
    rows += page.rows.length;
    if (page.skipToken === undefined && !page.isCut) {
      const { changes: _window, ...rest } = held.inventory;
      await held.save({ ...rest, changesThrough: window.to });
      return { rows, isBehind: false };
    }
    // A page begins at the time of the last change: those of the same moment come again, and do nothing new.
    if (last === undefined || last <= window.from) return giveUp(ports, held, rows);
    window = { from: last, to: window.to };
    await held.save({ ...held.inventory, changes: window });
  }
  return { rows, isBehind: true };
}

/** More changes of one moment than a page holds, or none that can be read: without a position a walk begins, which sees what they did. */
async function giveUp(
  { log }: InventoryFlowPorts,
  held: HeldInventory,
  rows: number,
): Promise<{ rows: number; isBehind: boolean }> {
  const { changes, changesThrough: _through, ...rest } = held.inventory;
  log.warn('Changes cannot be read on: everything is', { subscriptionId: rest.subscriptionId, ...changes });
  await held.save(rest);
  return { rows, isBehind: false };
}

/** Resource groups and the subscription itself: a few pages at most. */
async function readContainers(
  ports: InventoryFlowPorts,
  home: Home,
  subscriptionId: string,
  window: { from: string; to: string },
): Promise<number> {
  const query = changesQuery(containerChanges, window);
  let rows = 0;
  let skipToken: string | undefined;
  do {
    const page: GraphPage = await ports.azure.rows({ subscriptionId, query, skipToken });
    await apply(ports, home, subscriptionId, page);
    rows += page.rows.length;
    skipToken = page.skipToken;
  } while (skipToken !== undefined);
  return rows;
}

/** Answers the time of the newest change. */
async function apply(
  ports: InventoryFlowPorts,
  home: Home,
  subscriptionId: string,
  { rows }: GraphPage,
): Promise<string | undefined> {
  const { changes, faults } = newestChanges(rows);
  if (faults > 0) ports.log.warn('Rows of changes cannot be read', { subscriptionId, rows: faults });
  const own = changes.filter(({ resourceId }) => isWithin(resourceId, `/subscriptions/${subscriptionId}`));
  const pieces = Array.from({ length: Math.ceil(own.length / idsPerQuery) }, (_, at) =>
    own.slice(at * idsPerQuery, (at + 1) * idsPerQuery),
  );
  await eachOf(pieces, width, (piece) => look(ports, home, subscriptionId, piece));
  const newest = changes.reduce((latest, { at }) => Math.max(latest, Date.parse(at)), 0);
  return newest > 0 ? new Date(newest).toISOString() : undefined;
}

async function look(
  ports: InventoryFlowPorts,
  home: Home,
  subscriptionId: string,
  changes: readonly ResourceChange[],
): Promise<void> {
  const ids = changes.map(({ resourceId }) => resourceId);
  const observedAt = ports.now().toISOString();
  const seen = new Set<string>();
  for (const table of changingTables) {
    let skipToken: string | undefined;
    do {
      const page: GraphPage = await ports.azure.rows({ subscriptionId, query: idsQuery(table, ids), skipToken });
      const source = tableSource(table);
      const resources = await saveRows(ports, home, page.rows, { subscriptionId, source, observedAt });
      for (const { id, type } of resources) {
        seen.add(id.toLowerCase());
        for (const { key } of childKindsOf(type))
          await ports.work.send({ kind: 'inventoryChildren', subscriptionId, child: key, parent: id });
      }
      skipToken = page.skipToken;
    } while (skipToken !== undefined);
  }
  // One that was just created may not be visible yet; only what was deleted and is not there is gone.
  const gone = changes.filter(({ resourceId, removed }) => removed && !seen.has(resourceId.toLowerCase()));
  await eachOf(gone, width, ({ resourceId }) => removeResource(ports, resourceId, observedAt));
}
