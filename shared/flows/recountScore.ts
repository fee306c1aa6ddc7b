import { recommendationsByKey } from '../core/posture/controlContribution';
import type { Recommendation } from '../core/posture/recommendation';
import {
  addCounters,
  type Counters,
  countersOf,
  isNothing,
  noCounters,
  subtractCounters,
} from '../core/posture/scoreCounters';
import type { ScoreDocument } from '../model/documents';
import { allPages } from './allPages';
import { codesOf } from './judgementOutbox';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';
import { newScore, saveScore } from './saveScore';
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
  ports: Pick<Ports, 'now' | 'findings' | 'work' | 'log'>,
  recommendations: readonly Recommendation[],
  subscriptionId: string,
): Promise<RecountSummary> {
  const stored = await ports.findings.score(subscriptionId);
  const { counted, judgements, workspaceId } = await countJudgements(ports, recommendations, subscriptionId);
  const score = stored ?? newScore(subscriptionId, workspaceId);
  const drift = subtractCounters(counted, score);
  const answer = (outcome: RecountSummary['outcome']): RecountSummary => ({ judgements, outcome, drift });
  const { suspected, ...trusted } = score;
  try {
    if (isNothing(drift)) {
      if (suspected) await ports.findings.save([trusted]);
      return answer('exact');
    }
    const found = fingerprint(drift);
    if (suspected?.drift !== found || ageSeconds(suspected, ports.now()) < confirmSeconds) {
      await suspect(ports, trusted, suspected, found);
      return answer('suspected');
    }
    await saveScore(ports, trusted, { ...counted, applied: score.applied }, () => []);
    ports.log.warn('Counters of a subscription had drifted and are repaired', { subscriptionId, drift });
    return answer('repaired');
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return answer('overtaken');
  }
}

/** Asks for a second count after the first suspicion; later ones wait for the timer, so that a busy subscription is not counted without end. */
async function suspect(
  ports: Pick<Ports, 'now' | 'findings' | 'work'>,
  score: ScoreDocument,
  earlier: Suspected | undefined,
  drift: string,
): Promise<void> {
  if (earlier?.drift === drift) return;
  const noted: ScoreDocument = { ...score, suspected: { drift, at: ports.now().toISOString() } };
  await ports.findings.save([noted]);
  if (!earlier) await ports.work.send({ kind: 'recount', subscriptionId: score.subscriptionId }, confirmSeconds + 1);
}

async function countJudgements(
  ports: Pick<Ports, 'findings'>,
  recommendations: readonly Recommendation[],
  subscriptionId: string,
): Promise<{ counted: Counters; judgements: number; workspaceId: string }> {
  const known = recommendationsByKey(recommendations);
  let counted = noCounters;
  let judgements = 0;
  let workspaceId = '';
  const list = allPages((options) => ports.findings.judgements(`/subscriptions/${subscriptionId}`, options));
  for await (const document of list) {
    counted = addCounters(counted, countersOf(codesOf(document.judgement), known));
    judgements += 1;
    workspaceId = document.workspaceId;
  }
  return { counted, judgements, workspaceId };
}

/** The same drift has the same text, in whatever order it was added up. */
const fingerprint = ({ controls, pairs }: Counters): string =>
  JSON.stringify([pairs, Object.entries(controls).sort(([a], [b]) => (a < b ? -1 : 1))]);

const ageSeconds = ({ at }: Suspected, now: Date): number => (now.getTime() - Date.parse(at)) / 1000;
