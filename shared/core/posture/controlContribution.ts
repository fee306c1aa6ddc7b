import type { VerdictCode } from '../../model/judgement';
import type { Recommendation } from './recommendation';
import type { ControlKey } from './secureScoreControls';

export type Contribution = 'healthy' | 'unhealthy' | 'notApplicable';
export type VerdictCodes = Readonly<Record<string, VerdictCode>>;
export type RecommendationsByKey = ReadonlyMap<string, Recommendation>;

export const recommendationsByKey = (recommendations: readonly Recommendation[]): RecommendationsByKey =>
  new Map(recommendations.map((recommendation) => [recommendation.key, recommendation]));

/** The controls that a verdict of this recommendation counts in: none for previews. */
export const scoringControls = ({ metadata }: Recommendation): readonly ControlKey[] =>
  metadata.preview ? [] : metadata.controls;

/**
 * What one resource is in each control. Healthy only if it passes every recommendation of the control that applies to it;
 * one that could not be judged keeps it out of the control, unless another one fails.
 */
export function controlContribution(
  codes: VerdictCodes,
  recommendations: RecommendationsByKey,
): Map<ControlKey, Contribution> {
  const perControl = new Map<ControlKey, Set<VerdictCode>>();
  for (const [key, code] of Object.entries(codes)) {
    const recommendation = recommendations.get(key);
    if (!recommendation) continue;
    for (const control of scoringControls(recommendation)) {
      perControl.set(control, (perControl.get(control) ?? new Set()).add(code));
    }
  }
  const contributions = new Map<ControlKey, Contribution>();
  for (const [control, found] of perControl) {
    const contribution = contributionOf(found);
    if (contribution) contributions.set(control, contribution);
  }
  return contributions;
}

function contributionOf(codes: ReadonlySet<VerdictCode>): Contribution | undefined {
  if (codes.has('Unhealthy')) return 'unhealthy';
  if (codes.has('Unknown')) return undefined;
  return codes.has('Healthy') ? 'healthy' : 'notApplicable';
}

/** Recommendations with a Healthy or Unhealthy verdict that count in some control: the weight of a subscription. */
export function scoringPairs(codes: VerdictCodes, recommendations: RecommendationsByKey): number {
  return Object.entries(codes).filter(([key, code]) => {
    const recommendation = recommendations.get(key);
    const scored = code === 'Healthy' || code === 'Unhealthy';
    return scored && recommendation !== undefined && scoringControls(recommendation).length > 0;
  }).length;
}
