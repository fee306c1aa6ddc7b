import type { ControlCount, ScoreReason, ScoreReasonKind } from '../../../model/documents/score';
import type { OutboxDocument } from '../../../model/documents/outbox';
import type { CountedCode, Judgement } from '../../../model/judgement';
import { type CountedCodes, type RecommendationsByKey, scoringControls } from './controlContribution';
import { addInto } from './countTable';
import { pointDigits } from './scoreChange';
import { scoreDelta } from './scoreCounters';
import { controlPoints, isControl, roundDecimal } from './secureScore';

/** One change of a judgement, as an outbox document tells it. */
export interface JudgementChange {
  outboxId: string;
  resourceId: string;
  version: number;
  before: CountedCodes;
  after: CountedCodes;
  removed: boolean;
  verdicts: Judgement['verdicts'];
}

/** Reads a judgement's change out of an outbox document; undefined when it is about something else. */
export function judgementChange({ id, resourceId, version, item }: OutboxDocument): JudgementChange | undefined {
  if (item.of !== 'judgement') return undefined;
  const { before, after, removed, judgement } = item;
  return { outboxId: id, resourceId, version, before, after, removed, verdicts: judgement.verdicts };
}

/** Recommendations whose code differs. */
export const changedKeys = ({ before, after }: Pick<JudgementChange, 'before' | 'after'>): string[] =>
  Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);

/**
 * The verdicts behind a move of these controls, each with the points it moved. Several changes of one resource are one:
 * from the first codes before to the last ones after; what went and came back is no reason. Points are those of the counters
 * when one verdict after the other changes, resources in the order they come, recommendations by key: their sum is exactly
 * what the counters moved, although another order would share it out differently.
 */
export function scoreReasons(
  changes: readonly JudgementChange[],
  movedControls: readonly string[],
  controlsBefore: Readonly<Record<string, ControlCount>>,
  recommendations: RecommendationsByKey,
): ScoreReason[] {
  const controls = { ...controlsBefore };
  const reasons: ScoreReason[] = [];
  for (const change of netChanges(changes)) {
    let codes = change.before;
    for (const key of changedKeys(change).sort()) {
      const recommendation = recommendations.get(key);
      if (!recommendation) continue;
      const next = withCode(codes, key, change.after[key]);
      const moved = movePoints(controls, scoreDelta(codes, next, recommendations).controls);
      codes = next;
      const isBehind = moved.points !== 0 || scoringControls(recommendation).some((one) => movedControls.includes(one));
      if (!isBehind) continue;
      const [before, after] = [change.before[key] ?? null, change.after[key] ?? null];
      const because = reasonKind(change, key, before, after);
      reasons.push({ resourceId: change.resourceId, recommendation: key, before, after, because, ...moved });
    }
  }
  return reasons;
}

/** One change for each resource, in the order in which they first came. */
function netChanges(changes: readonly JudgementChange[]): JudgementChange[] {
  const net = new Map<string, JudgementChange>();
  for (const change of changes.toSorted((a, b) => a.version - b.version)) {
    const key = change.resourceId.toLowerCase();
    net.set(key, { ...change, before: net.get(key)?.before ?? change.before });
  }
  return [...net.values()];
}

function withCode(codes: CountedCodes, key: string, code: CountedCode | undefined): CountedCodes {
  const { [key]: _was, ...rest } = codes;
  return code === undefined ? rest : { ...rest, [key]: code };
}

/** Moves the controls by a delta, in place, and answers what that is in points. */
function movePoints(
  controls: Record<string, ControlCount>,
  delta: Readonly<Record<string, ControlCount>>,
): { points: number; maxPoints: number } {
  const touched = Object.keys(delta).filter(isControl);
  const sum = () =>
    touched.reduce(
      (total, control) => {
        const { current, max } = controlPoints(control, controls[control]);
        return { current: total.current + current, max: total.max + max };
      },
      { current: 0, max: 0 },
    );
  const before = sum();
  addInto(controls, delta, 1);
  const after = sum();
  return {
    points: roundDecimal(after.current - before.current, pointDigits),
    maxPoints: after.max - before.max,
  };
}

const isExempt = (code: CountedCode | null): boolean => code === 'Exempt' || code === 'Mitigated';

function reasonKind(
  change: JudgementChange,
  key: string,
  before: CountedCode | null,
  after: CountedCode | null,
): ScoreReasonKind {
  if (change.removed) return 'ResourceRemoved';
  if (Object.keys(change.before).length === 0) return 'NewResource';
  if (isExempt(after)) return 'Exempted';
  if (change.verdicts[key]?.cause?.toLowerCase() === 'offbypolicy') return 'OffByPolicy';
  if (isExempt(before)) return 'ExemptionEnded';
  if (before === null) return 'RecommendationAdded';
  return after === null ? 'RecommendationGone' : 'VerdictChanged';
}
