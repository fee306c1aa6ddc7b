import { nextVersion, outboxId, partitionOf, scoreChangeId, scoreId } from '../core/documentIds';
import { type Counters, scoreChange } from '../core/posture/scoreCounters';
import type { FindingDocument, ScoreChange, ScoreDocument } from '../model/documents';
import { outboxSeconds } from './judgementOutbox';
import type { Ports } from './ports';

const historySeconds = 400 * 24 * 3600;

/** The counters of a subscription that has none yet; without an etag, so that saving them creates them. */
export const newScore = (subscriptionId: string, workspaceId: string): ScoreDocument => ({
  id: scoreId,
  kind: 'score',
  workspaceId,
  ...partitionOf(`/subscriptions/${subscriptionId}`),
  version: 0,
  controls: {},
  pairs: 0,
  applied: [],
  updatedAt: '',
});

/**
 * Replaces the counters under their etag; when the score of a control moved, the change and its outbox document are in the
 * same batch. Throws Conflict. Answers the change.
 */
export async function saveScore(
  ports: Pick<Ports, 'now' | 'findings'>,
  score: ScoreDocument,
  after: Counters & Pick<ScoreDocument, 'applied'>,
  reasonsFor: (movedControls: string[]) => ScoreChange['reasons'],
): Promise<ScoreChange | undefined> {
  const now = ports.now();
  const version = nextVersion(score._etag ? score.version : undefined, now);
  const next: ScoreDocument = { ...score, ...after, version, updatedAt: now.toISOString() };
  const moved = scoreChange(score, after, [], next.updatedAt);
  const change = moved && { ...moved, reasons: reasonsFor(moved.controls.map(({ control }) => control)) };
  await ports.findings.save(change ? [next, ...changeDocuments(next, change)] : [next]);
  return change;
}

function changeDocuments(score: ScoreDocument, change: ScoreChange): FindingDocument[] {
  const { workspaceId, subscriptionId, rootId, version, controls, pairs } = score;
  const shared = { workspaceId, subscriptionId, rootId, version };
  return [
    { ...shared, id: scoreChangeId(version), kind: 'scoreChange', ttl: historySeconds, change },
    {
      ...shared,
      id: outboxId(scoreId, version),
      kind: 'outbox',
      resourceId: rootId,
      itemId: scoreId,
      at: change.at,
      ttl: outboxSeconds,
      item: { of: 'score', controls, pairs, change },
    },
  ];
}
