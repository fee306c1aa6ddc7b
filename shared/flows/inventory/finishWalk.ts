import { childKinds } from '../../core/posture/inventory/childKinds';
import { collectionMark, markSource } from '../../core/posture/inventory/collectionMark';
import { containerTable, inventoryTables, tableSource } from '../../core/posture/inventory/inventoryTables';
import type { InventoryWalk, Listing } from '../../model/inventory';
import { eachOf } from '../eachOf';
import { type Home, saveSnapshots } from '../saveSnapshots';
import type { InventoryFlowPorts } from './inventorySubscription';
import { removeResource } from './removeResource';
import type { HeldInventory } from './withInventory';

const width = 8;
const unseenAtOnce = 200;

/**
 * Removes what a whole walk did not see any more, says what was read, and has children and principals read. It may run again: the
 * position moves at its end.
 */
export async function finishWalk(
  ports: InventoryFlowPorts,
  home: Home,
  held: HeldInventory,
  { startedAt, done }: InventoryWalk,
): Promise<void> {
  const { subscriptionId } = held.inventory;
  const doubt = await doubtOf(ports, subscriptionId, startedAt);
  const tables = Object.fromEntries(
    Object.entries(done).map(([name, listing]): [string, Listing] => [
      name,
      doubt && listing.outcome === 'complete' ? { ...listing, outcome: 'partial', reason: doubt } : listing,
    ]),
  );
  if (doubt) ports.log.warn('The inventory of a subscription is not whole', { subscriptionId, reason: doubt });
  for (const [name, { outcome }] of Object.entries(tables))
    if (outcome === 'complete') await removeUnseen(ports, held, tableSource(name), startedAt);
  await saveMarks(ports, home, subscriptionId, tables);
  for (const { key } of childKinds) await ports.work.send({ kind: 'inventoryChildren', subscriptionId, child: key });
  await ports.work.send({ kind: 'inventoryPrincipals', subscriptionId });
  const { walk: _walk, ...rest } = held.inventory;
  await held.save({ ...rest, walkedAt: startedAt, tables });
}

/** Why what was not seen may be there all the same. */
async function doubtOf(
  ports: InventoryFlowPorts,
  subscriptionId: string,
  startedAt: string,
): Promise<string | undefined> {
  const own = await ports.resources.get(`/subscriptions/${subscriptionId}`);
  if (!own || own.observedAt < startedAt || own.source !== tableSource(containerTable))
    return 'The subscription itself was not seen';
  if (!(await ports.azure.readsAll(subscriptionId))) return 'The identity may read parts of the subscription only';
  return undefined;
}

/** What is removed is not found again: the first page is asked until it is empty. */
async function removeUnseen(
  ports: InventoryFlowPorts,
  held: HeldInventory,
  source: string,
  before: string,
): Promise<void> {
  const { subscriptionId } = held.inventory;
  for (;;) {
    const { items } = await ports.resources.unseen({ subscriptionId, source, before }, { top: unseenAtOnce });
    if (items.length === 0) return;
    await eachOf(items, width, ({ resourceId }) => removeResource(ports, resourceId, before));
    await held.save(held.inventory);
  }
}

async function saveMarks(
  ports: InventoryFlowPorts,
  home: Home,
  subscriptionId: string,
  tables: Record<string, Listing>,
): Promise<void> {
  const marks = inventoryTables.flatMap(({ name, types }) => {
    const listing = tables[name];
    if (!listing) return [];
    const { outcome, reason } = listing;
    const mark = { outcome, ...(types && { types }), ...(reason && { reason }) };
    return [{ listing, resource: collectionMark(`/subscriptions/${subscriptionId}`, name, mark) }];
  });
  await saveSnapshots(
    ports,
    home,
    marks.map(({ listing, resource }) => ({ resource, observedAt: listing.at, source: markSource })),
  );
}
