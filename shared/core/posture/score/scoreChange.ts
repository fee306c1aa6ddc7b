import type { ControlCount, ScoreChange, ScoreReason, ScoreValue } from '../../../model/documents/score';
import { controlPoints, controlScore, isControl, roundDecimal, subscriptionScore } from './secureScore';
import { controlTableVersion, secureScoreControls } from './secureScoreControls';

type Controls = Readonly<Record<string, ControlCount>>;

const noCount: ControlCount = { healthy: 0, unhealthy: 0, notApplicable: 0 };

/** Digits of the points of a reason: a hundred thousand resources share a control in steps of more than that. */
export const pointDigits = 6;

/** Controls whose points or maximum moved, also by less than what rounding to hundredths shows. */
export function movedControls(before: Controls, after: Controls): ScoreChange['controls'] {
  return Object.keys({ ...before, ...after })
    .sort()
    .flatMap((control) => {
      if (!isControl(control)) return [];
      const [was, is] = [before[control] ?? noCount, after[control] ?? noCount];
      const [pointsBefore, pointsAfter] = [controlPoints(control, was), controlPoints(control, is)];
      if (pointsBefore.current === pointsAfter.current && pointsBefore.max === pointsAfter.max) return [];
      const { displayName } = secureScoreControls[control];
      return [{ control, displayName, before: scoreValue(control, was), after: scoreValue(control, is) }];
    });
}

/** True when a control's score or maximum differs by at least 0.01, the step at which Defender for Cloud exports a score. */
export const isVisible = ({ controls }: ScoreChange): boolean =>
  controls.some(({ before, after }) => before.current !== after.current || before.max !== after.max);

/** The change as it is kept; undefined when no control moved. */
export function scoreChange(
  before: Controls,
  after: Controls,
  { reasons, source, at }: { reasons: (moved: string[]) => ScoreReason[]; source: 'verdicts' | 'recount'; at: string },
): ScoreChange | undefined {
  const controls = movedControls(before, after);
  if (controls.length === 0) return undefined;
  const scores = { before: subscriptionScore(before), after: subscriptionScore(after) };
  const found = reasons(controls.map(({ control }) => control));
  const attributed = found.reduce((sum, { points = 0 }) => sum + points, 0);
  const unattributed = roundDecimal(scores.after.current - scores.before.current - attributed, pointDigits);
  return { at, ...scores, controls, reasons: found, source, unattributed, controlTable: controlTableVersion.version };
}

function scoreValue(control: Parameters<typeof controlScore>[0], count: ControlCount): ScoreValue {
  const { max, current, percentage } = controlScore(control, count);
  return { max, current, percentage };
}
