import type { RecommendationsByKey } from './controlContribution';
import type { Counters } from './scoreCounters';

/**
 * Recommendations that are counted one by one in a subscription: at some 150 bytes each they stay below half of the 2 MB that
 * a document may have. What is shipped comes first, then custom policies in the order of their keys, so that deltas and a
 * recount leave out the same ones. The secure score is not concerned: custom policies are not in it.
 */
export const maxCounted = 6_000;

/** `omitted`: recommendations whose resources are not counted. */
export function boundedCounters(
  counters: Counters,
  recommendations: RecommendationsByKey,
  limit = maxCounted,
): { counters: Counters; omitted: number } {
  const keys = Object.keys(counters.assessments);
  if (keys.length <= limit) return { counters, omitted: 0 };
  const custom = keys.filter((key) => !recommendations.has(key)).sort();
  const omitted = new Set(custom.slice(Math.max(0, limit - (keys.length - custom.length))));
  const assessments = Object.fromEntries(Object.entries(counters.assessments).filter(([key]) => !omitted.has(key)));
  return { counters: { ...counters, assessments }, omitted: omitted.size };
}
