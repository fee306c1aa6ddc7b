import { createHash } from 'node:crypto';
import { boundedCounters } from '../core/posture/score/boundedCounters';
import { recommendationsByKey } from '../core/posture/score/controlContribution';
import { codesOf } from '../core/posture/score/countedCodes';
import type { Recommendation } from '../core/posture/recommendation';
import {
  type Counters,
  counterSum,
  countersOf,
  isNothing,
  subtractCounters,
} from '../core/posture/score/scoreCounters';
import type { ScoreDocument, ScoreDrift } from '../model/documents/score';
import { allPages } from './allPages';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';
import { countersIn, newScore, saveScore } from './saveScore';
import { scoreDayWrite } from './scoreDay';
import { enqueuePerSubscription } from './subscriptionWork';

type Suspected = NonNullable<ScoreDocument['suspected']>;

export interface RecountSummary {
  judgements: number;
  /** `suspected`: to be confirmed by the next count; `overtaken`: the counters moved meanwhile, counted again later. */
  outcome: 'exact' | 'suspected' | 'repaired' | 'overtaken';
  drift: Counters;
}

/** For the timer: one piece of work per subscription. */
export const enqueueRecount = (ports: Pick<Ports, 'settings' | 'work'>): Promise<{ subscriptions: number }> =>
  enqueuePerSubscription(ports, (subscriptionId) => ({ kind: 'recount', subscriptionId }));

/** Longer than the feed ever lags in health: what is on its way at the first count has arrived at the second. */
const confirmSeconds = 900;

/**
 * Counts one subscription from all its judgements and compares. A single difference proves nothing: judgements may be
 * written whose outbox documents the feed has not brought to the counters yet, and to repair then would count them twice.
 * But what is under way passes, and a real drift stays. So a difference is only noted with the counters and counted
 * again later; when exactly the same difference is found then, the counters are replaced under their etag, and the change
 * has no reasons. Should a backlog be older than that, the next count puts it right in the same way.
 */
export async function recountScore(
  ports: Pick<Ports, 'now' | 'findings' | 'compliance' | 'alertSettings' | 'work' | 'log'>,
  recommendations: readonly Recommendation[],
  subscriptionId: string,
): Promise<RecountSummary> {
  const stored = await ports.findings.score(subscriptionId);
  const { counted, judgements, workspaceId } = await countJudgements(ports, recommendations, subscriptionId);
  const score = stored ?? newScore(subscriptionId, workspaceId);
  const drift = subtractCounters(counted, countersIn(score));
  const answer = (outcome: RecountSummary['outcome']): RecountSummary => ({ judgements, outcome, drift });
  const { suspected, ...trusted } = score;
  try {
    if (isNothing(drift)) {
      if (stored) await saveDay(ports, suspected ? trusted : undefined, score);
      return answer('exact');
    }
    const found = fingerprint(drift);
    if (suspected?.drift !== found || ageSeconds(suspected, ports.now()) < confirmSeconds) {
      await suspect(ports, trusted, suspected, found, driftOf(drift, 'suspected', ports.now()));
      return answer('suspected');
    }
    await saveScore(ports, trusted, {
      after: counted,
      applied: score.applied,
      reasons: () => [],
      source: 'recount',
      drift: driftOf(drift, 'repaired', ports.now()),
    });
    ports.log.warn('Counters of a subscription had drifted and are repaired', { subscriptionId, drift });
    return answer('repaired');
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return answer('overtaken');
  }
}

/** Keeps today in the history, also when nothing moves; with `score` in one batch where that is to be written too. */
async function saveDay(
  ports: Pick<Ports, 'now' | 'findings'>,
  score: ScoreDocument | undefined,
  of: ScoreDocument,
  drift?: ScoreDrift,
): Promise<void> {
  const day = await scoreDayWrite(ports, of, drift);
  await ports.findings.save([...(score ? [score] : []), ...(day ? [day] : [])]);
}

const driftOf = ({ controls, assessments }: Counters, outcome: ScoreDrift['outcome'], now: Date): ScoreDrift => ({
  at: now.toISOString(),
  outcome,
  controls: Object.keys(controls).sort(),
  recommendations: Object.keys(assessments).length,
});

/** Asks for a second count after the first suspicion; later ones wait for the timer, so that a busy subscription is not counted without end. */
async function suspect(
  ports: Pick<Ports, 'now' | 'findings' | 'work'>,
  score: ScoreDocument,
  earlier: Suspected | undefined,
  drift: string,
  found: ScoreDrift,
): Promise<void> {
  if (earlier?.drift === drift) return;
  const noted: ScoreDocument = { ...score, suspected: { drift, at: ports.now().toISOString() } };
  await saveDay(ports, noted, score, found);
  if (!earlier) await ports.work.send({ kind: 'recount', subscriptionId: score.subscriptionId }, confirmSeconds + 1);
}

async function countJudgements(
  ports: Pick<Ports, 'findings'>,
  recommendations: readonly Recommendation[],
  subscriptionId: string,
): Promise<{ counted: Counters; judgements: number; workspaceId: string }> {
  const known = recommendationsByKey(recommendations);
  const counted = counterSum();
  let judgements = 0;
  let workspaceId = '';
  const list = allPages((options) => ports.findings.judgements(`/subscriptions/${subscriptionId}`, options));
  for await (const document of list) {
    counted.add(countersOf(codesOf(document.judgement), known));
    judgements += 1;
    workspaceId = document.workspaceId;
  }
  return { counted: boundedCounters(counted.total, known).counters, judgements, workspaceId };
}

/** The same drift has the same mark, in whatever order it was added up. */
function fingerprint({ controls, pairs, assessments, sole }: Counters): string {
  const tables = [controls, assessments, sole].map((table) =>
    Object.entries<object>(table).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256')
    .update(JSON.stringify([pairs, ...tables]))
    .digest('base64url');
}

const ageSeconds = ({ at }: Suspected, now: Date): number => (now.getTime() - Date.parse(at)) / 1000;
