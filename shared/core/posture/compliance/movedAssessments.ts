import type { AssessmentCount } from '../../../model/documents/score';
import { resourceCounts, rolledUp } from './complianceState';

type Counts = Readonly<Record<string, AssessmentCount>>;

/** The counts, before and after, of the assessments whose state differs; undefined if there are none. */
export function movedAssessments(
  before: Counts,
  after: Counts,
): { before: Record<string, AssessmentCount>; after: Record<string, AssessmentCount> } | undefined {
  const stateIn = (counts: Counts, key: string) => rolledUp(resourceCounts(counts[key]), 'Skipped');
  const keys = Object.keys({ ...before, ...after }).filter((key) => stateIn(before, key) !== stateIn(after, key));
  if (keys.length === 0) return undefined;
  return { before: picked(before, keys), after: picked(after, keys) };
}

const picked = (counts: Counts, keys: readonly string[]): Record<string, AssessmentCount> =>
  Object.fromEntries(keys.flatMap((key) => (counts[key] ? [[key, counts[key]]] : [])));
