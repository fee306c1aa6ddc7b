import type { AssessmentCount, ControlCount, SoleFailures } from '../../../model/documents/score';
import type { CountedCode } from '../../../model/judgement';
import { type CountedCodes, controlMembership, type RecommendationsByKey, scoringPairs } from './controlContribution';
import { addInto, type CountTable, negativeKeys } from './countTable';

/**
 * Counters of one subscription, or a difference of such; what counts nothing is left out. `assessments` counts every
 * recommendation, also those that do not score; `sole` is keyed by `soleKey`.
 */
export interface Counters {
  controls: CountTable<ControlCount>;
  pairs: number;
  assessments: CountTable<AssessmentCount>;
  sole: CountTable<SoleFailures>;
}

export const noCounters: Counters = { controls: {}, pairs: 0, assessments: {}, sole: {} };

const noCount: ControlCount = { healthy: 0, unhealthy: 0, notApplicable: 0 };
const noAssessment: AssessmentCount = { healthy: 0, unhealthy: 0, notApplicable: 0, exempt: 0, unknown: 0 };

export const soleKey = (control: string, recommendation: string): string => `${control}|${recommendation}`;

const columnOf: Record<CountedCode, keyof AssessmentCount> = {
  Healthy: 'healthy',
  Unhealthy: 'unhealthy',
  NotApplicable: 'notApplicable',
  Exempt: 'exempt',
  Mitigated: 'exempt',
  Unknown: 'unknown',
};

/** What the verdicts of one resource add to the counters. */
export function countersOf(codes: CountedCodes, recommendations: RecommendationsByKey): Counters {
  const controls: Record<string, ControlCount> = {};
  const sole: Record<string, SoleFailures> = {};
  for (const [control, { contribution, sole: alone }] of controlMembership(codes, recommendations)) {
    controls[control] = { ...noCount, [contribution]: 1 };
    if (alone) sole[soleKey(control, alone.recommendation)] = { healthy: 0, out: 0, [alone.becomes]: 1 };
  }
  const assessments: Record<string, AssessmentCount> = {};
  for (const [key, code] of Object.entries(codes)) assessments[key] = { ...noAssessment, [columnOf[code]]: 1 };
  return { controls, pairs: scoringPairs(codes, recommendations), assessments, sole };
}

export const addCounters = (a: Counters, b: Counters): Counters => sumCounters([a, b]);

export function subtractCounters(a: Counters, b: Counters): Counters {
  const sum = counterSum();
  sum.add(a);
  sum.add(b, -1);
  return sum.total;
}

export function sumCounters(all: Iterable<Counters>): Counters {
  const sum = counterSum();
  for (const one of all) sum.add(one);
  return sum.total;
}

/** Adds up in place: each addition costs what is added, however much there is already. */
export function counterSum(): { total: Counters; add: (more: Counters, sign?: 1 | -1) => void } {
  const total = {
    controls: {} as Record<string, ControlCount>,
    pairs: 0,
    assessments: {} as Record<string, AssessmentCount>,
    sole: {} as Record<string, SoleFailures>,
  };
  const add = (more: Counters, sign: 1 | -1 = 1): void => {
    addInto(total.controls, more.controls, sign);
    addInto(total.assessments, more.assessments, sign);
    addInto(total.sole, more.sole, sign);
    total.pairs += sign * more.pairs;
  };
  return { total, add };
}

/** What moves when the verdicts of one resource go from `before` to `after`; an absent resource has none. */
export const scoreDelta = (
  before: CountedCodes,
  after: CountedCodes,
  recommendations: RecommendationsByKey,
): Counters => subtractCounters(countersOf(after, recommendations), countersOf(before, recommendations));

export const isNothing = ({ controls, pairs, assessments, sole }: Counters): boolean =>
  pairs === 0 && [controls, assessments, sole].every((table) => Object.keys(table).length === 0);

/** Names counters that went below zero: sums of deltas never do, unless some were lost or counted twice. */
export const belowZero = ({ controls, assessments, sole }: Counters): string[] => [
  ...negativeKeys(controls),
  ...negativeKeys(assessments),
  ...negativeKeys(sole),
];
