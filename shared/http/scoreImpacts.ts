import { recommendationsByKey } from '../core/posture/score/controlContribution';
import { codesOf } from '../core/posture/score/countedCodes';
import { scoreImpact } from '../core/posture/score/potentialIncrease';
import type { Recommendation } from '../core/posture/recommendation';
import type { ScoreDocument } from '../model/documents/score';
import type { Judgement } from '../model/judgement';
import { parseResourceId } from '../model/resourceId';
import type { RequestContext } from './requestContext';

/**
 * Points that the score of its subscription rises by when one resource passes one recommendation. Each subscription is read
 * once for all that is asked, and only for resources that fail.
 */
export function scoreImpacts({
  deps,
}: Pick<RequestContext, 'deps'>): (judgement: Judgement, recommendation: Recommendation) => Promise<number> {
  const known = recommendationsByKey(deps.recommendations);
  const scores = new Map<string, Promise<ScoreDocument | undefined>>();
  return async (judgement, { key }) => {
    if (judgement.verdicts[key]?.code !== 'Unhealthy' || !known.has(key)) return 0;
    const subscriptionId = parseResourceId(judgement.resourceId).subscriptionId || 'none';
    const score = scores.get(subscriptionId) ?? deps.ports.findings.score(subscriptionId);
    scores.set(subscriptionId, score);
    return scoreImpact(codesOf(judgement), key, (await score)?.controls ?? {}, known);
  };
}
