import { eachOf } from './eachOf';
import type { Ports } from './ports';
import type { PostureDirectory } from './postureDirectory';

const width = 16;

/**
 * Puts on the queue each subscription whose plans, or whose place among the management groups, a batch of the feed of
 * `settings` changes: its resources are judged by other recommendations or policies then.
 */
export async function onSettingChange(
  ports: Pick<Ports, 'now' | 'work'>,
  directory: PostureDirectory,
  documents: readonly { kind: string; scope?: string }[],
): Promise<{ subscriptions: number }> {
  const changes = documents.filter(({ kind }) => kind === 'plans' || kind === 'subscription');
  const ids = new Set(changes.flatMap(({ scope = '' }) => /^\/subscriptions\/([^/]+)$/.exec(scope)?.[1] ?? []));
  if (ids.size === 0) return { subscriptions: 0 };
  directory.forget();
  const since = ports.now().toISOString();
  await eachOf([...ids], width, (subscriptionId) =>
    ports.work.send({ kind: 'reassessSubscription', subscriptionId, since }),
  );
  return { subscriptions: ids.size };
}
