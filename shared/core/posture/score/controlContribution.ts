import type { CountedCode } from '../../../model/judgement';
import type { Recommendation } from '../recommendation';
import type { ControlKey } from './secureScoreControls';

export type Contribution = 'healthy' | 'unhealthy' | 'notApplicable';
export type CountedCodes = Readonly<Record<string, CountedCode>>;
export type RecommendationsByKey = ReadonlyMap<string, Recommendation>;

/** What one resource is in a control. `sole` is there when one recommendation alone fails: what it becomes without that failure. */
export interface ControlMember {
  contribution: Contribution;
  sole?: { recommendation: string; becomes: 'healthy' | 'out' };
}

export const recommendationsByKey = (recommendations: readonly Recommendation[]): RecommendationsByKey =>
  new Map(recommendations.map((recommendation) => [recommendation.key, recommendation]));

/** The controls that a verdict of this recommendation counts in: none for previews. */
export const scoringControls = ({ metadata }: Recommendation): readonly ControlKey[] =>
  metadata.preview ? [] : metadata.controls;

/**
 * What one resource is in each control. Healthy only if it passes every recommendation of the control that applies to it;
 * one that could not be judged keeps it out of the control, unless another one fails. A mitigated one passes, an exempt one
 * does not apply. Keys that are not known, those of custom policies among them, count nowhere.
 */
export function controlMembership(
  codes: CountedCodes,
  recommendations: RecommendationsByKey,
): Map<ControlKey, ControlMember> {
  const perControl = new Map<ControlKey, [key: string, code: CountedCode][]>();
  for (const [key, code] of Object.entries(codes)) {
    const recommendation = recommendations.get(key);
    if (!recommendation) continue;
    for (const control of scoringControls(recommendation)) {
      const found = perControl.get(control);
      if (found) found.push([key, code]);
      else perControl.set(control, [[key, code]]);
    }
  }
  const members = new Map<ControlKey, ControlMember>();
  for (const [control, found] of perControl) {
    const member = memberOf(found);
    if (member) members.set(control, member);
  }
  return members;
}

function memberOf(verdicts: readonly [key: string, code: CountedCode][]): ControlMember | undefined {
  const failing = verdicts.filter(([, code]) => code === 'Unhealthy');
  const isOpen = verdicts.some(([, code]) => code === 'Unknown');
  const [only, second] = failing;
  if (only && second) return { contribution: 'unhealthy' };
  if (only)
    return { contribution: 'unhealthy', sole: { recommendation: only[0], becomes: isOpen ? 'out' : 'healthy' } };
  if (isOpen) return undefined;
  return { contribution: verdicts.some(([, code]) => passes(code)) ? 'healthy' : 'notApplicable' };
}

const passes = (code: CountedCode): boolean => code === 'Healthy' || code === 'Mitigated';

/** Recommendations that pass or fail and count in some control: the weight of a subscription. */
export function scoringPairs(codes: CountedCodes, recommendations: RecommendationsByKey): number {
  return Object.entries(codes).filter(([key, code]) => {
    const recommendation = recommendations.get(key);
    const scored = passes(code) || code === 'Unhealthy';
    return scored && recommendation !== undefined && scoringControls(recommendation).length > 0;
  }).length;
}
