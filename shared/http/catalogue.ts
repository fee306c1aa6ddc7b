import type { Recommendation } from '../core/posture/recommendation';

/** All recommendations, found by their key and by their assessment key (without case). */
export interface Catalogue {
  all: readonly Recommendation[];
  byKey(key: string): Recommendation | undefined;
  byAssessmentKey(guid: string): Recommendation | undefined;
}

export function createCatalogue(recommendations: readonly Recommendation[]): Catalogue {
  const byKey = new Map(recommendations.map((recommendation) => [recommendation.key, recommendation]));
  const byGuid = new Map(
    recommendations.map((recommendation) => [recommendation.assessmentKey.toLowerCase(), recommendation]),
  );
  const all = [...recommendations].sort((a, b) => (a.assessmentKey < b.assessmentKey ? -1 : 1));
  return { all, byKey: (key) => byKey.get(key), byAssessmentKey: (guid) => byGuid.get(guid.toLowerCase()) };
}
