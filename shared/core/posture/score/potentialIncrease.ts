import type { ControlCount } from '../../../model/documents/score';
import { type CountedCodes, type RecommendationsByKey, scoringControls } from './controlContribution';
import type { Recommendation } from '../recommendation';
import { type Counters, scoreDelta, soleKey } from './scoreCounters';
import { controlScore, isControl, roundDecimal } from './secureScore';

type Controls = Counters['controls'];

const noCount: ControlCount = { healthy: 0, unhealthy: 0, notApplicable: 0 };

/**
 * Points that the score of a subscription rises by when every unhealthy resource of a recommendation becomes healthy. In a
 * control only those count that no other recommendation of it fails. In the points that are shown: too little is 0.
 */
export function potentialIncrease(
  recommendation: Recommendation,
  { controls, sole }: Pick<Counters, 'controls' | 'sole'>,
): number {
  const moved: Record<string, ControlCount> = {};
  for (const control of scoringControls(recommendation)) {
    const { healthy, out } = sole[soleKey(control, recommendation.key)] ?? { healthy: 0, out: 0 };
    moved[control] = { healthy, unhealthy: -healthy - out, notApplicable: 0 };
  }
  return gain(controls, moved);
}

/** Points that the score rises by when this resource passes this recommendation; 0 where it does not fail it. */
export function scoreImpact(
  codes: CountedCodes,
  key: string,
  controls: Controls,
  recommendations: RecommendationsByKey,
): number {
  if (codes[key] !== 'Unhealthy') return 0;
  return gain(controls, scoreDelta(codes, { ...codes, [key]: 'Healthy' }, recommendations).controls);
}

/** Difference of the scores as they are shown, each control rounded for itself. */
function gain(controls: Controls, moved: Controls): number {
  const points = Object.entries(moved).reduce((sum, [control, delta]) => {
    if (!isControl(control)) return sum;
    const now = controls[control] ?? noCount;
    const then = { ...now, healthy: now.healthy + delta.healthy, unhealthy: now.unhealthy + delta.unhealthy };
    return sum + controlScore(control, then).current - controlScore(control, now).current;
  }, 0);
  return roundDecimal(points, 2);
}
