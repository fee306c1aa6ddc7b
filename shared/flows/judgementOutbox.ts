import { judgementId, nextVersion } from '../core/documentIds';
import { codesOf } from '../core/posture/score/countedCodes';
import type { Judged } from '../core/posture/judgeResources';
import type { JudgementDocument } from '../model/documents/findings';
import type { OutboxDocument, OutboxItem } from '../model/documents/outbox';
import { outboxDocument } from './outboxDocument';

/**
 * The next version of a judgement with what the feed is told of it: saved in one batch. Where only marks of age moved, nobody
 * is told: the verdicts are what they were.
 */
export function judgementWrite(
  { document, judgement, changed }: Judged,
  stored: JudgementDocument | undefined,
  now: Date,
): [JudgementDocument, ...OutboxDocument[]] {
  const { subscriptionId, rootId, workspaceId, resourceId } = document;
  const next: JudgementDocument = {
    id: judgementId(resourceId),
    kind: 'judgement',
    workspaceId,
    subscriptionId,
    rootId,
    resourceId,
    version: nextVersion(stored?.version, now),
    judgement,
    ...(stored?._etag && { _etag: stored._etag }),
  };
  if (!changed) return [next];
  const before = stored ? codesOf(stored.judgement) : {};
  return [next, outboxOf(next, now, { of: 'judgement', judgement, before, after: codesOf(judgement), removed: false })];
}

/** What the feed is told when a judged resource is gone. */
export function removalOutbox(stored: JudgementDocument, now: Date): OutboxDocument {
  const { judgement, version } = stored;
  const before = codesOf(judgement);
  const gone = { ...stored, version: nextVersion(version, now) };
  return outboxOf(gone, now, { of: 'judgement', judgement, before, after: {}, removed: true });
}

const outboxOf = (document: JudgementDocument, now: Date, item: OutboxItem): OutboxDocument =>
  outboxDocument({ ...document, itemId: document.id, at: now.toISOString() }, item);
