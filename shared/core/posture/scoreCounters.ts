import type { ControlCount, ScoreChange, ScoreValue } from '../../model/documents';
import { controlContribution, type RecommendationsByKey, scoringPairs, type VerdictCodes } from './controlContribution';
import { controlScore, isControl, subscriptionScore } from './secureScore';
import { secureScoreControls } from './secureScoreControls';

/** Counters of one subscription, or a difference of such. Controls without any resource are left out. */
export interface Counters {
  controls: Readonly<Record<string, ControlCount>>;
  pairs: number;
}

export const noCounters: Counters = { controls: {}, pairs: 0 };

const noCount: ControlCount = { healthy: 0, unhealthy: 0, notApplicable: 0 };

/** What the verdicts of one resource add to the counters. */
export function countersOf(codes: VerdictCodes, recommendations: RecommendationsByKey): Counters {
  const controls: Record<string, ControlCount> = {};
  for (const [control, contribution] of controlContribution(codes, recommendations)) {
    controls[control] = { ...noCount, [contribution]: 1 };
  }
  return { controls, pairs: scoringPairs(codes, recommendations) };
}

export const addCounters = (a: Counters, b: Counters): Counters => combined(a, b, 1);
export const subtractCounters = (a: Counters, b: Counters): Counters => combined(a, b, -1);

/** What moves when the verdicts of one resource go from `before` to `after`; an absent resource has none. */
export const scoreDelta = (
  before: VerdictCodes,
  after: VerdictCodes,
  recommendations: RecommendationsByKey,
): Counters => subtractCounters(countersOf(after, recommendations), countersOf(before, recommendations));

export const isNothing = ({ controls, pairs }: Counters): boolean =>
  pairs === 0 && Object.values(controls).every(isEmpty);

/** Names controls whose counters went below zero: sums of deltas never do, unless some were lost or counted twice. */
export const belowZero = ({ controls }: Counters): string[] =>
  Object.entries(controls)
    .filter(([, { healthy, unhealthy, notApplicable }]) => Math.min(healthy, unhealthy, notApplicable) < 0)
    .map(([control]) => control);

/** Controls whose score or maximum differs by at least 0.01, the step at which Defender for Cloud exports a score. */
export function movedControls(before: Counters, after: Counters): ScoreChange['controls'] {
  return Object.keys({ ...before.controls, ...after.controls })
    .sort()
    .flatMap((control) => {
      if (!isControl(control)) return [];
      const was = scoreValue(controlScore(control, before.controls[control] ?? noCount));
      const is = scoreValue(controlScore(control, after.controls[control] ?? noCount));
      if (was.current === is.current && was.max === is.max) return [];
      return [{ control, displayName: secureScoreControls[control].displayName, before: was, after: is }];
    });
}

/** The change as it is kept; undefined when no control moved. */
export function scoreChange(
  before: Counters,
  after: Counters,
  reasons: ScoreChange['reasons'],
  at: string,
): ScoreChange | undefined {
  const controls = movedControls(before, after);
  if (controls.length === 0) return undefined;
  const scores = { before: subscriptionScore(before.controls), after: subscriptionScore(after.controls) };
  return { at, ...scores, controls, reasons };
}

const scoreValue = ({ max, current, percentage }: ScoreValue): ScoreValue => ({ max, current, percentage });

const isEmpty = ({ healthy, unhealthy, notApplicable }: ControlCount): boolean =>
  healthy === 0 && unhealthy === 0 && notApplicable === 0;

function combined(a: Counters, b: Counters, sign: 1 | -1): Counters {
  const controls: Record<string, ControlCount> = {};
  for (const control of Object.keys({ ...a.controls, ...b.controls })) {
    const [left, right] = [a.controls[control] ?? noCount, b.controls[control] ?? noCount];
    const count = {
      healthy: left.healthy + sign * right.healthy,
      unhealthy: left.unhealthy + sign * right.unhealthy,
      notApplicable: left.notApplicable + sign * right.notApplicable,
    };
    if (!isEmpty(count)) controls[control] = count;
  }
  return { controls, pairs: a.pairs + sign * b.pairs };
}
