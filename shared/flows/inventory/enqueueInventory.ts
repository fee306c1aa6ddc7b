import { parseResourceId } from '../../model/resourceId';
import type { SubscriptionDocument } from '../../model/documents/settings';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import type { FoundSubscription } from '../ports/inventory';
import { Conflict } from '../ports/portErrors';
import type { Home } from '../saveSnapshots';

const width = 16;

type EnqueuePorts = Pick<Ports, 'now' | 'azure' | 'inventory' | 'settings' | 'work' | 'log'>;

/**
 * For the timer: one piece of work for each subscription that the identity sees. One that it does not see any more is reported, and
 * what is known of it stays: its verdicts become stale, which is what can be said of them.
 */
export async function enqueueInventory(
  ports: EnqueuePorts,
  home: Home,
): Promise<{ subscriptions: number; missing: number }> {
  const found = await ports.azure.subscriptions();
  const known = new Map((await ports.settings.subscriptions()).map((document) => [document.subscriptionId, document]));
  await eachOf(found, width, async (subscription) => {
    await describe(ports, home, subscription, known.get(subscription.subscriptionId));
    await ports.work.send({ kind: 'inventorySubscription', subscriptionId: subscription.subscriptionId });
  });
  return { subscriptions: found.length, missing: await reportMissing(ports, found) };
}

async function describe(
  ports: EnqueuePorts,
  home: Home,
  { subscriptionId, displayName, tenantId, managementGroups }: FoundSubscription,
  known: SubscriptionDocument | undefined,
): Promise<void> {
  const facts = { displayName, tenantId: tenantId || home.tenantId, managementGroups };
  const isSame =
    known?.displayName === facts.displayName &&
    known.tenantId === facts.tenantId &&
    known.managementGroups.join('|') === managementGroups.join('|');
  if (isSame) return;
  await ports.settings.saveSubscription({
    id: `subscription|${subscriptionId}`,
    kind: 'subscription',
    scope: parseResourceId(`/subscriptions/${subscriptionId}`).id,
    workspaceId: known?.workspaceId ?? home.workspaceId,
    subscriptionId,
    ...facts,
  });
}

async function reportMissing(ports: EnqueuePorts, found: readonly FoundSubscription[]): Promise<number> {
  const visible = new Set(found.map(({ subscriptionId }) => subscriptionId));
  let missing = 0;
  for (const document of await ports.inventory.all()) {
    const { inventory } = document;
    const isMissing = !visible.has(inventory.subscriptionId);
    if (isMissing) {
      missing += 1;
      ports.log.warn('The identity does not see a subscription any more: what is known of it stays and gets old', {
        subscriptionId: inventory.subscriptionId,
        since: inventory.missingSince ?? 'now',
      });
    }
    if (isMissing === (inventory.missingSince !== undefined)) continue;
    const { missingSince: _since, ...rest } = inventory;
    const next = isMissing ? { ...rest, missingSince: ports.now().toISOString() } : rest;
    try {
      await ports.inventory.save({ ...document, inventory: next });
    } catch (error) {
      // A piece of work was faster: the next timer says it.
      if (!(error instanceof Conflict)) throw error;
    }
  }
  return missing;
}
