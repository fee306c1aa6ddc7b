import type { ResourceDocument } from '../../model/documents/resources';

/**
 * The document with when its content was first seen: the time stays while snapshots show the same, and moves with every
 * change, also one back to what was before.
 */
export function withChangedAt(next: ResourceDocument, stored: ResourceDocument | undefined): ResourceDocument {
  const isSame = stored?.contentHash === next.contentHash && stored.deleted === next.deleted;
  return { ...next, changedAt: isSame ? (stored.changedAt ?? stored.observedAt) : next.observedAt };
}
