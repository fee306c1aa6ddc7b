import type { Recommendation } from '../core/posture/recommendation';

/** Recommendations, found by their key and by their assessment key (without case). */
export interface Catalogue {
  /** Those that are shipped: which policies are assigned is told below their scopes only. */
  all: readonly Recommendation[];
  /** Those that assigned policies make, as far as the request asked for them. */
  assigned: readonly Recommendation[];
  byKey(key: string): Recommendation | undefined;
  byAssessmentKey(guid: string): Recommendation | undefined;
}

export function createCatalogue(
  recommendations: readonly Recommendation[],
  assigned: readonly Recommendation[] = [],
): Catalogue {
  const both = [...recommendations, ...assigned];
  const byKey = new Map(both.map((recommendation) => [recommendation.key, recommendation]));
  const byGuid = new Map(both.map((recommendation) => [recommendation.assessmentKey.toLowerCase(), recommendation]));
  const all = [...recommendations].sort((a, b) => (a.assessmentKey < b.assessmentKey ? -1 : 1));
  return { all, assigned, byKey: (key) => byKey.get(key), byAssessmentKey: (guid) => byGuid.get(guid.toLowerCase()) };
}
