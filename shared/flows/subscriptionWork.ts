import { eachOf } from './eachOf';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';

const width = 16;

/** Puts one piece of work per known subscription on the queue, and one for what lies outside any subscription. */
export async function enqueuePerSubscription(
  ports: Pick<Ports, 'settings' | 'work'>,
  piece: (subscriptionId: string) => WorkMessage,
): Promise<{ subscriptions: number }> {
  const known = await ports.settings.subscriptions();
  const ids = [...new Set([...known.map(({ subscriptionId }) => subscriptionId), 'none'])];
  await eachOf(ids, width, (subscriptionId) => ports.work.send(piece(subscriptionId)));
  return { subscriptions: ids.length };
}
