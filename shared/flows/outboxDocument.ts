import { outboxId } from '../core/documentIds';
import type { OutboxDocument, OutboxItem } from '../model/documents/outbox';

const outboxSeconds = 7 * 24 * 3600;

type Told = Pick<
  OutboxDocument,
  'workspaceId' | 'subscriptionId' | 'rootId' | 'resourceId' | 'version' | 'itemId' | 'at'
>;

/** What the feed is told of one version of an item: to be saved in one batch with it. */
export const outboxDocument = (
  { workspaceId, subscriptionId, rootId, resourceId, version, itemId, at }: Told,
  item: OutboxItem,
): OutboxDocument => ({
  id: outboxId(itemId, version),
  kind: 'outbox',
  workspaceId,
  subscriptionId,
  rootId,
  resourceId,
  itemId,
  version,
  at,
  ttl: outboxSeconds,
  item,
});
