import type { ControlCount, ScoreValue } from '../../../model/documents/score';
import { type ControlKey, secureScoreControls } from './secureScoreControls';

/** Score of one control. `weight` counts its distinct healthy and unhealthy resources. */
export interface ControlScore extends ScoreValue {
  weight: number;
  potentialIncrease: number;
}

/**
 * Rounds half away from zero, as the decimal number is written: 1.005 to two digits is 1.01, although the binary number
 * behind it is a little smaller.
 */
export function roundDecimal(value: number, digits: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot round ${value}`);
  const rounded = shifted(Math.round(shifted(Math.abs(value), digits)), -digits);
  return rounded === 0 ? 0 : Math.sign(value) * rounded;
}

function shifted(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

/**
 * Defender for Cloud's formula per control: round2(maxScore / n * healthy), n = healthy + unhealthy; a control without
 * resources has a maximum of 0. One division keeps an exact tie exact.
 */
export function controlScore(control: ControlKey, { healthy, unhealthy }: ControlCount): ControlScore {
  const { maxScore } = secureScoreControls[control];
  const weight = healthy + unhealthy;
  if (weight <= 0) return { max: 0, current: 0, percentage: 0, weight: 0, potentialIncrease: 0 };
  const current = roundDecimal((maxScore * healthy) / weight, 2);
  const potentialIncrease = (maxScore * unhealthy) / weight;
  return { max: maxScore, current, percentage: share(current, maxScore), weight, potentialIncrease };
}

/** Points of one control before rounding. */
export function controlPoints(control: ControlKey, count: ControlCount | undefined): { current: number; max: number } {
  const { maxScore } = secureScoreControls[control];
  const [healthy, weight] = count ? [count.healthy, count.healthy + count.unhealthy] : [0, 0];
  return weight > 0 ? { current: (maxScore * healthy) / weight, max: maxScore } : { current: 0, max: 0 };
}

/** Sum of the rounded control scores, as Defender for Cloud does it; summing unrounded values gives other figures. */
export function subscriptionScore(controls: Readonly<Record<string, ControlCount>>): ScoreValue {
  const scores = Object.entries(controls).flatMap(([control, count]) =>
    isControl(control) ? [controlScore(control, count)] : [],
  );
  const current = roundDecimal(
    scores.reduce((sum, score) => sum + score.current, 0),
    2,
  );
  const max = scores.reduce((sum, score) => sum + score.max, 0);
  return { max, current, percentage: share(current, max) };
}

/** One subscription (or connector) of several; `weight` is its number of pairs with a healthy or unhealthy verdict. */
export interface WeightedScore {
  percentage: number;
  weight: number;
  /** Maximum of each control that has resources. */
  controlMaxima: Readonly<Record<string, number>>;
}

/** Score over several subscriptions: their percentages, weighted. Not rounded; 0 when nothing has weight. */
export function aggregatePercentage(scores: readonly Pick<WeightedScore, 'percentage' | 'weight'>[]): number {
  const weight = scores.reduce((sum, score) => sum + score.weight, 0);
  return weight > 0 ? scores.reduce((sum, score) => sum + score.percentage * score.weight, 0) / weight : 0;
}

/**
 * Points over several subscriptions as the portal shows them: per control the highest maximum that any of them reports,
 * the weighted percentage in whole per cent, and their product.
 */
export function aggregatePoints(scores: readonly WeightedScore[]): { max: number; current: number; percent: number } {
  const maxima = new Map<string, number>();
  for (const { controlMaxima } of scores) {
    for (const [control, max] of Object.entries(controlMaxima)) {
      maxima.set(control, Math.max(max, maxima.get(control) ?? 0));
    }
  }
  const max = [...maxima.values()].reduce((sum, value) => sum + value, 0);
  const percent = roundDecimal(aggregatePercentage(scores) * 100, 0);
  return { max, current: roundDecimal((max * percent) / 100, 0), percent };
}

export const isControl = (key: string): key is ControlKey => Object.hasOwn(secureScoreControls, key);

/** round4(current / max); whole hundredths, so that the quotient is rounded once. */
const share = (current: number, max: number): number =>
  max > 0 ? roundDecimal(roundDecimal(current * 100, 0) / (max * 100), 4) : 0;
