import { nextVersion, partitionOf, scoreChangeId, scoreId } from '../core/documentIds';
import { complianceMove } from './complianceMove';
import { isVisible, scoreChange } from '../core/posture/score/scoreChange';
import type { Counters } from '../core/posture/score/scoreCounters';
import type { FindingDocument } from '../model/documents/findings';
import type { ScoreChange, ScoreDocument, ScoreDrift, ScoreReason } from '../model/documents/score';
import { outboxDocument } from './outboxDocument';
import type { Ports } from './ports';
import { historySeconds, scoreDayWrite } from './scoreDay';

/** The counters of a subscription that has none yet; without an etag, so that saving them creates them. */
export const newScore = (subscriptionId: string, workspaceId: string): ScoreDocument => ({
  id: scoreId,
  kind: 'score',
  workspaceId,
  ...partitionOf(`/subscriptions/${subscriptionId}`),
  version: 0,
  controls: {},
  pairs: 0,
  assessments: {},
  sole: {},
  applied: [],
  updatedAt: '',
});

/** Counters as they are kept; documents of before they counted recommendations have none of those. */
export const countersIn = ({ controls, pairs, assessments = {}, sole = {} }: ScoreDocument): Counters => ({
  controls,
  pairs,
  assessments,
  sole,
});

export interface ScoreMove {
  after: Counters;
  applied: ScoreDocument['applied'];
  reasons: (movedControls: string[]) => ScoreReason[];
  source: 'verdicts' | 'recount';
  drift?: ScoreDrift;
}

/**
 * Replaces the counters under their etag. When a control moved, the change is in the same batch, with an outbox document if
 * the move can be seen in the score; so is the day of the history. Throws Conflict. Answers the change.
 */
export async function saveScore(
  ports: Pick<Ports, 'now' | 'findings' | 'compliance' | 'alertSettings'>,
  score: ScoreDocument,
  { after, applied, reasons, source, drift }: ScoreMove,
): Promise<ScoreChange | undefined> {
  const now = ports.now();
  const version = nextVersion(score._etag ? score.version : undefined, now);
  const next: ScoreDocument = { ...score, ...after, applied, version, updatedAt: now.toISOString() };
  const change = scoreChange(score.controls, next.controls, { reasons, source, at: next.updatedAt });
  const day = await scoreDayWrite(ports, next, drift);
  const told = await complianceMove(ports, next, score.assessments ?? {});
  const beside = [day, told].filter((document) => document !== undefined);
  await ports.findings.save([next, ...beside, ...(change ? changeDocuments(next, change) : [])]);
  return change;
}

function changeDocuments(score: ScoreDocument, change: ScoreChange): FindingDocument[] {
  const { workspaceId, subscriptionId, rootId, version, controls, pairs } = score;
  const shared = { workspaceId, subscriptionId, rootId, version };
  const kept: FindingDocument = {
    ...shared,
    id: scoreChangeId(version),
    kind: 'scoreChange',
    ttl: historySeconds,
    change,
  };
  if (!isVisible(change)) return [kept];
  return [
    kept,
    outboxDocument(
      { ...shared, resourceId: rootId, itemId: scoreId, at: change.at },
      // Consumers are told of figures; the reasons stand in the change itself.
      { of: 'score', controls, pairs, change: { ...change, reasons: [] } },
    ),
  ];
}
