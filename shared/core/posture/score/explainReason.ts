import type { ScoreReason } from '../../../model/documents/score';
import { parseResourceId } from '../../../model/resourceId';

/** One sentence for people: which resource, which recommendation, what became of it and what that is in points. */
export function explainReason(reason: ScoreReason, recommendationName: string): string {
  const name = parseResourceId(reason.resourceId).name || reason.resourceId;
  return `'${name}' ${happened(reason)} ('${recommendationName}')${effect(reason)}.`;
}

function happened({ because, before, after }: ScoreReason): string {
  switch (because) {
    case 'NewResource':
      return `was judged for the first time: ${after}`;
    case 'ResourceRemoved':
      return `was removed; it was ${before}`;
    case 'RecommendationAdded':
      return `is judged by another recommendation now: ${after}`;
    case 'RecommendationGone':
      return `is no longer judged by this recommendation; it was ${before}`;
    case 'OffByPolicy':
      return `is no longer counted, since the policy is off; it was ${before}`;
    case 'Exempted':
      return after === 'Mitigated'
        ? 'is exempt as mitigated and counts as healthy'
        : 'is exempt as a waiver and counts not at all';
    case 'ExemptionEnded':
      return `is no longer exempt: ${after ?? 'not judged'}`;
    default:
      return `went from ${before ?? 'not judged'} to ${after ?? 'not judged'}`;
  }
}

function effect({ points, maxPoints }: ScoreReason): string {
  if (points === undefined) return '';
  const moved = [
    ...(points === 0 ? [] : [`the score by ${signed(points)}`]),
    ...(maxPoints ? [`its maximum by ${signed(maxPoints)}`] : []),
  ];
  return moved.length > 0 ? `, which moved ${moved.join(' and ')}` : ', which moved nothing by itself';
}

const signed = (points: number): string => `${points > 0 ? '+' : ''}${points}`;
