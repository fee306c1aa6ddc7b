import type { AssessmentCount } from '../../../model/documents/score';
import type { ComplianceState } from '../../../model/standard';

/** How many of the things below have which state. */
export interface StateCounts {
  passed: number;
  failed: number;
  skipped: number;
  unsupported: number;
}

/**
 * The state of an assessment from its resources, of a control from its assessments and of a standard from its controls: any
 * that failed fails it, else any that passed, else any that was skipped. With nothing below there is nothing to judge yet:
 * `whenEmpty`.
 */
export function rolledUp(counts: StateCounts, whenEmpty: ComplianceState): ComplianceState {
  if (counts.failed > 0) return 'Failed';
  if (counts.passed > 0) return 'Passed';
  if (counts.skipped > 0) return 'Skipped';
  return counts.unsupported > 0 ? 'Unsupported' : whenEmpty;
}

export function countStates(states: readonly ComplianceState[]): StateCounts {
  const count = (wanted: ComplianceState): number => states.filter((state) => state === wanted).length;
  return {
    passed: count('Passed'),
    failed: count('Failed'),
    skipped: count('Skipped'),
    unsupported: count('Unsupported'),
  };
}

/** What an exemption hides is skipped; what could not be judged is unsupported, and never passed. */
export const resourceCounts = (count: AssessmentCount | undefined): StateCounts => ({
  passed: count?.healthy ?? 0,
  failed: count?.unhealthy ?? 0,
  skipped: (count?.notApplicable ?? 0) + (count?.exempt ?? 0),
  unsupported: count?.unknown ?? 0,
});
