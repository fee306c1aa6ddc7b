import { z } from 'zod';
import { potentialIncrease } from '../core/posture/score/potentialIncrease';
import { controlScore, isControl, roundDecimal } from '../core/posture/score/secureScore';
import { secureScoreControls } from '../core/posture/score/secureScoreControls';
import { countersIn } from '../flows/saveScore';
import type { AssessmentCount, ScoreDocument } from '../model/documents/score';
import type { Catalogue } from './catalogue';

export const scoreSchema = z.object({ max: z.number(), current: z.number(), percentage: z.number() });

export const controlSchema = z.object({
  control: z.string(),
  id: z.string().meta({ description: 'GUID of the control and of its definition' }),
  displayName: z.string(),
  healthy: z.number().int(),
  unhealthy: z.number().int(),
  notApplicable: z.number().int(),
  score: scoreSchema,
  weight: z.number().int(),
  potentialIncrease: z.number().meta({ description: 'Points gained if every unhealthy resource became healthy' }),
});
type ControlRow = z.infer<typeof controlSchema>;

/** The controls that a score has, in the order of their names. */
export const controlRows = (controls: ScoreDocument['controls']): ControlRow[] =>
  Object.entries(controls)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, count]) => {
      if (!isControl(key)) return [];
      const { id, displayName } = secureScoreControls[key];
      const { max, current, percentage, weight, potentialIncrease: increase } = controlScore(key, count);
      const score = { max, current, percentage };
      return [{ control: key, id, displayName, ...count, score, weight, potentialIncrease: roundDecimal(increase, 2) }];
    });

export const scoredRecommendationSchema = z.object({
  recommendation: z.string(),
  assessmentKey: z
    .string()
    .nullable()
    .meta({ description: 'null: a policy of the tenant that is not assigned any more' }),
  displayName: z.string().nullable(),
  severity: z.enum(['Low', 'Medium', 'High']).nullable(),
  scores: z.boolean().meta({ description: 'Counts in the secure score: no preview and no custom policy does' }),
  controls: z.array(z.object({ control: z.string(), displayName: z.string() })),
  freshnessSlaHours: z.number().int().nullable(),
  healthy: z.number().int(),
  unhealthy: z.number().int(),
  notApplicable: z.number().int(),
  exempt: z.number().int(),
  unknown: z.number().int().meta({ description: 'Could not be judged: neither healthy nor unhealthy' }),
  potentialIncrease: z.number().meta({
    description: 'Points gained if all its unhealthy resources passed; those that fail something else gain nothing',
  }),
});
type ScoredRecommendationRow = z.infer<typeof scoredRecommendationSchema>;

/** What is counted of each recommendation of a subscription. */
export function scoredRecommendations(score: ScoreDocument, catalogue: Catalogue): ScoredRecommendationRow[] {
  const counters = countersIn(score);
  return Object.entries<AssessmentCount>(counters.assessments).map(([key, count]) => {
    const recommendation = catalogue.byKey(key);
    const { metadata } = recommendation ?? {};
    const controls = metadata?.preview ? [] : (metadata?.controls ?? []);
    return {
      recommendation: key,
      assessmentKey: recommendation?.assessmentKey ?? null,
      displayName: metadata?.displayName ?? null,
      severity: metadata?.severity ?? null,
      scores: controls.length > 0,
      controls: controls.map((control) => ({ control, displayName: secureScoreControls[control].displayName })),
      freshnessSlaHours: recommendation?.freshnessHours ?? null,
      ...count,
      potentialIncrease: recommendation ? potentialIncrease(recommendation, counters) : 0,
    };
  });
}
