/** First and last index of an anomaly, both inclusive. */
export type AnomalyWindow = readonly [number, number];

export interface ScoredSeries {
  scores: number[];
  windows: AnomalyWindow[];
}

/** Weights of NAB's standard profile. */
const weights = { hit: 1, false: 0.11, missed: 1 };

/** Nothing is asked of the first values: 15 % of a series, at most 750. */
export const probation = (length: number): number => Math.min(Math.floor(length * 0.15), 750);

const sigmoid = (position: number): number => 2 / (1 + Math.exp(5 * position)) - 1;

/**
 * Score as the Numenta Anomaly Benchmark counts it (Lavin and Ahmad 2015): the earliest hit of a window earns up to 1, a false alert costs more the
 * farther it is behind a window, a missed window costs 1. Normalised: 0 is no detection at all, 100 perfect. The threshold is
 * the best one for the whole set, as NAB does it.
 */
export function nabScore(set: ScoredSeries[]): number {
  const thresholds = [...new Set(set.flatMap(({ scores }) => scores.map((score) => Math.round(score * 500) / 500)))];
  const windows = set.reduce((sum, { windows: own }) => sum + own.length, 0);
  const perfect = windows * weights.hit * sigmoid(-1);
  const none = -windows * weights.missed;
  const best = Math.max(
    ...thresholds
      .filter((threshold) => threshold > 0)
      .map((threshold) => set.reduce((sum, series) => sum + rawScore(series, threshold), 0)),
    none,
  );
  return (100 * (best - none)) / (perfect - none);
}

function rawScore({ scores, windows }: ScoredSeries, threshold: number): number {
  const hits = new Map<number, number>();
  let total = 0;
  for (let at = probation(scores.length); at < scores.length; at++) {
    if (scores[at]! < threshold) continue;
    const inside = windows.findIndex(([first, last]) => first <= at && at <= last);
    if (inside >= 0) hits.set(inside, Math.max(hits.get(inside) ?? 0, hitValue(at, windows[inside]!)));
    else total += weights.false * falseValue(at, windows);
  }
  for (const value of hits.values()) total += weights.hit * value;
  return total - weights.missed * (windows.length - hits.size);
}

/** From nearly 1 at the window's first value to 0 at its last. */
const hitValue = (at: number, [first, last]: AnomalyWindow): number => sigmoid((at - last) / (last - first + 1));

/** Up to -1 the farther a false alert lies behind the window before it, and -1 when there is none. */
function falseValue(at: number, windows: AnomalyWindow[]): number {
  const before = windows.filter(([, last]) => last < at).at(-1);
  if (before === undefined) return -1;
  const [first, last] = before;
  const position = (at - last) / (last - first + 1);
  return position > 3 ? -1 : sigmoid(position);
}
