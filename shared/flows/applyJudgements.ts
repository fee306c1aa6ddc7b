import { markOf, remember } from '../core/posture/score/appliedRing';
import { boundedCounters } from '../core/posture/score/boundedCounters';
import { recommendationsByKey, type RecommendationsByKey } from '../core/posture/score/controlContribution';
import type { Recommendation } from '../core/posture/recommendation';
import { addCounters, belowZero, isNothing, scoreDelta, sumCounters } from '../core/posture/score/scoreCounters';
import { changedKeys, type JudgementChange, judgementChange, scoreReasons } from '../core/posture/score/scoreReasons';
import type { FindingDocument } from '../model/documents/findings';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import { countersIn, newScore, saveScore } from './saveScore';
import { untilSaved } from './untilSaved';

/** Changes of judgements in a batch, those that an earlier batch had brought, and subscriptions whose score moved. */
export interface ApplySummary {
  changes: number;
  repeated: number;
  moved: number;
}

const width = 8;

/** Reasons per write, with the counters beside them, stay below the 2 MB of a document and of a batch. */
const verdictsPerWrite = 1_000;
const bytesPerWrite = 500_000;
/** Of a reason, beside the id of its resource. */
const bytesPerReason = 250;

/**
 * Adds up what a batch of the feed of `findings` changed and moves the counters of each subscription by it. The counters
 * remember the outbox documents they contain, so that a batch that comes again counts once.
 */
export async function applyJudgements(
  ports: Pick<Ports, 'now' | 'findings' | 'compliance' | 'alertSettings' | 'work' | 'log'>,
  recommendations: readonly Recommendation[],
  documents: readonly FindingDocument[],
): Promise<ApplySummary> {
  const known = recommendationsByKey(recommendations);
  const bySubscription = new Map<string, { workspaceId: string; changes: JudgementChange[] }>();
  for (const document of documents) {
    const change = document.kind === 'outbox' ? judgementChange(document) : undefined;
    if (!change) continue;
    const entry = bySubscription.get(document.subscriptionId) ?? { workspaceId: document.workspaceId, changes: [] };
    bySubscription.set(document.subscriptionId, entry);
    entry.changes.push(change);
  }

  const summary: ApplySummary = { changes: 0, repeated: 0, moved: 0 };
  await eachOf([...bySubscription], width, async ([subscriptionId, { workspaceId, changes }]) => {
    for (const piece of pieces(changes)) {
      const done = await untilSaved(() => applyPiece(ports, known, subscriptionId, workspaceId, piece));
      summary.changes += piece.length;
      summary.repeated += done.repeated;
      summary.moved += done.moved ? 1 : 0;
    }
  });
  return summary;
}

async function applyPiece(
  ports: Pick<Ports, 'now' | 'findings' | 'compliance' | 'alertSettings' | 'work' | 'log'>,
  recommendations: RecommendationsByKey,
  subscriptionId: string,
  workspaceId: string,
  piece: readonly JudgementChange[],
): Promise<{ repeated: number; moved: boolean }> {
  const score = (await ports.findings.score(subscriptionId)) ?? newScore(subscriptionId, workspaceId);
  const applied = new Set(score.applied.flat());
  const fresh = new Map(
    piece.map((change) => [markOf(change.outboxId), change] as const).filter(([mark]) => !applied.has(mark)),
  );
  const changes = [...fresh.values()];
  const repeated = piece.length - changes.length;
  const delta = sumCounters(changes.map(({ before, after }) => scoreDelta(before, after, recommendations)));
  if (isNothing(delta)) return { repeated, moved: false };

  const before = countersIn(score);
  const { counters, omitted } = boundedCounters(addCounters(before, delta), recommendations);
  const change = await saveScore(ports, score, {
    after: counters,
    applied: remember(score.applied, [...fresh.keys()]),
    reasons: (controls) => scoreReasons(changes, controls, before.controls, recommendations),
    source: 'verdicts',
  });
  if (omitted > 0) ports.log.warn('Too many policies to count each in a subscription', { subscriptionId, omitted });
  const known = new Set(belowZero(before));
  const lost = belowZero(counters).filter((key) => !known.has(key));
  if (lost.length > 0) {
    ports.log.warn('Counters below zero: counting again', { subscriptionId, counters: lost.slice(0, 20) });
    await ports.work.send({ kind: 'recount', subscriptionId });
  }
  return { repeated, moved: change !== undefined };
}

/** Splits a batch so that each piece has few enough changed verdicts; a single change is never split. */
function pieces(changes: readonly JudgementChange[]): JudgementChange[][] {
  const found: JudgementChange[][] = [];
  let [verdicts, bytes] = [Number.POSITIVE_INFINITY, 0];
  for (const change of changes) {
    const more = changedKeys(change).length;
    const moreBytes = more * (bytesPerReason + Buffer.byteLength(change.resourceId));
    if (verdicts + more > verdictsPerWrite || bytes + moreBytes > bytesPerWrite) {
      found.push([]);
      [verdicts, bytes] = [0, 0];
    }
    found.at(-1)!.push(change);
    verdicts += more;
    bytes += moreBytes;
  }
  return found;
}
