import { createTailEstimate } from './tailEstimate';

/** Scores values of a series in the order in which they come; never looks ahead. */
export interface ValueStream {
  /** `at` in milliseconds since 1970. Answers 0 (usual) to 1 (nothing like it was seen). */
  score(at: number, value: number): number;
}

const levelRate = 0.02;
const seasonBins = 48;
const seasonRate = 0.05;
const dayMs = 86_400_000;
const averaged = 12;
/** After something stood out, lesser things are echoes of it for this many values. */
const echoValues = 250;
const echoFactor = 1.25;
const echoShare = 0.2;
/** Squares of larger values are no numbers. */
const largest = 1e100;
/** A surprise of so many powers of ten scores one half. */
const halfAt = 4;

/**
 * Streaming anomaly score: residual from a moving level and a profile of the time of day, judged by the tail of the series' own
 * residuals, once for the value and once for the mean of the last twelve, so that spikes and shifts both stand out. The same constants for
 * all series.
 */
export function createValueStream(): ValueStream {
  const [own, smooth] = [createScale(), createScale()];
  const window: number[] = [];
  const echo = createEcho();
  return {
    score(at, sent) {
      if (!Number.isFinite(sent) || !Number.isFinite(at)) return 0;
      const value = Math.max(-largest, Math.min(largest, sent));
      window.push(value);
      if (window.length > averaged) window.shift();
      const mean = window.reduce((sum, each) => sum + each, 0) / window.length;
      const surprise = (own(at, value) + smooth(at, mean)) / 2;
      const heard = echo(surprise);
      return heard / (heard + halfAt);
    },
  };
}

/** One scale of a series: level, profile of the day and tail of residuals. Answers the surprise of a value, then learns it. */
function createScale(): (at: number, value: number) => number {
  const tail = createTailEstimate();
  const season = new Float64Array(seasonBins);
  const visits = new Uint32Array(seasonBins);
  let level = 0;
  let seen = 0;
  return (at, value) => {
    if (seen === 0) level = value;
    seen++;
    const bin = Math.floor((((at % dayMs) + dayMs) % dayMs) / (dayMs / seasonBins));
    const fromLevel = value - level;
    const residual = Math.abs(fromLevel - season[bin]!);
    const surprise = tail.surpriseOf(residual);
    tail.add(residual);
    visits[bin]!++;
    season[bin]! += (fromLevel - season[bin]!) * seasonRate;
    level += (value - level) * Math.max(levelRate, 1 / seen);
    return surprise;
  };
}

/** Lets a surprise through when nothing nearly as strong came shortly before. */
function createEcho(): (surprise: number) => number {
  let strength = 0;
  let left = 0;
  return (surprise) => {
    if (left > 0) left--;
    if (left > 0 && surprise < strength * echoFactor) return surprise * echoShare;
    if (left === 0) strength = 0;
    if (surprise > strength) [strength, left] = [surprise, echoValues];
    return surprise;
  };
}
