import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';
import type { PostureDirectory } from './postureDirectory';
import { sendTwice } from './sendTwice';

/** What is looked at of a document of the feed. */
export interface ChangedSetting {
  kind: string;
  scope?: string;
  subscriptionId?: string;
  displayName?: string;
}

/** A subscription that telemetry alone has told of bears its id as its name; it has no place yet that could change a verdict. */
const isDescribed = ({ kind, subscriptionId, displayName }: ChangedSetting): boolean =>
  kind === 'subscription' && (displayName === undefined || displayName !== subscriptionId);

/**
 * Puts on the queue each subscription whose plans, or whose place among the management groups, a batch of the feed of
 * `settings` changes: its resources are judged by other recommendations or policies then.
 */
export async function onSettingChange(
  ports: Pick<Ports, 'now' | 'work'>,
  directory: PostureDirectory,
  documents: readonly ChangedSetting[],
): Promise<{ subscriptions: number }> {
  const changes = documents.filter((document) => document.kind === 'plans' || isDescribed(document));
  const ids = new Set(changes.flatMap(({ scope = '' }) => /^\/subscriptions\/([^/]+)$/.exec(scope)?.[1] ?? []));
  if (ids.size === 0) return { subscriptions: 0 };
  directory.forget();
  const since = ports.now().toISOString();
  await sendTwice(
    ports,
    [...ids].map((subscriptionId): WorkMessage => ({ kind: 'reassessSubscription', subscriptionId, since })),
  );
  return { subscriptions: ids.size };
}
