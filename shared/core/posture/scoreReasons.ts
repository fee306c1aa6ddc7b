import type { OutboxDocument, ScoreChange } from '../../model/documents';
import type { VerdictCode } from '../../model/judgement';
import { type RecommendationsByKey, scoringControls } from './controlContribution';

/** One change of a judgement, as an outbox document tells it. */
export interface JudgementChange {
  outboxId: string;
  resourceId: string;
  version: number;
  before: Readonly<Record<string, VerdictCode>>;
  after: Readonly<Record<string, VerdictCode>>;
}

/** Reads a judgement's change out of an outbox document; undefined when it is about something else. */
export function judgementChange({ id, resourceId, version, item }: OutboxDocument): JudgementChange | undefined {
  if (item.of !== 'judgement') return undefined;
  return { outboxId: id, resourceId, version, before: item.before, after: item.after };
}

/** Recommendations whose code differs. */
export const changedKeys = ({ before, after }: JudgementChange): string[] =>
  Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);

/**
 * The verdicts behind a move of these controls: per resource and recommendation the first code before and the last one
 * after, null where it was not there. What went and came back is no reason.
 */
export function scoreReasons(
  changes: readonly JudgementChange[],
  movedControls: readonly string[],
  recommendations: RecommendationsByKey,
): ScoreChange['reasons'] {
  const counts = (key: string): boolean => {
    const recommendation = recommendations.get(key);
    return recommendation !== undefined && scoringControls(recommendation).some((one) => movedControls.includes(one));
  };
  const reasons = new Map<string, ScoreChange['reasons'][number]>();
  for (const change of changes.toSorted((a, b) => a.version - b.version)) {
    for (const recommendation of changedKeys(change).filter(counts)) {
      const key = `${change.resourceId.toLowerCase()}|${recommendation}`;
      const earlier = reasons.get(key);
      const before = earlier ? earlier.before : (change.before[recommendation] ?? null);
      const after = change.after[recommendation] ?? null;
      reasons.set(key, { resourceId: change.resourceId, recommendation, before, after });
    }
  }
  return [...reasons.values()].filter(({ before, after }) => before !== after);
}
