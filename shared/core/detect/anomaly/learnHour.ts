import { type CountBaseline, type Expectation, expectedDay, expectedHour, shareIndex } from './countBaseline';
import { ratioOf, surpriseOf, type Surprise } from './surprise';

/** The rate forgets a sixtieth a day, spread a forty-fifth: slow enough for weekly habits, quick enough for drift. */
const rateMemory = 1 - 1 / (60 * 24);
const spreadMemoryHour = 1 - 1 / (45 * 24);
const spreadMemoryDay = 1 - 1 / 45;
const [smallestShare, largestShare] = [0.02, 20];
/** Days until a share moves by no more than a sixtieth of what it saw. */
const shareDays = 60;
const week = 168;
const standsOut = 1e-4;

/**
 * Closes the hour that was counted and begins the next. What stands out is learned only in part: an attack must not become
 * habit, drift must. Recipe: Gamma-Poisson rate with forgetting, 48 shares for the season, spread by moments.
 */
export function learnHour(baseline: CountBaseline): CountBaseline {
  const { hour, learned, counts, exposure, shares, hourSpread, daySpread } = baseline;
  const expected = expectedHour(baseline);
  const day = expectedDay(baseline, expected);
  const isAlerting = hour - baseline.alertedAt < 24;
  const known = learned >= week;
  const sigmas = isAlerting ? 3 : 8;
  const count = known
    ? Math.min(baseline.count, expected.mean + sigmas * Math.sqrt(expected.variance + 1))
    : baseline.count;
  const at = shareIndex(hour);
  const next: CountBaseline = {
    hour: hour + 1,
    count: 0,
    learned: learned + 1,
    counts: counts * rateMemory + count,
    exposure: exposure * rateMemory + shares[at]!,
    shares: shares.with(at, learnedShare(baseline, count)),
    hourSpread: learned > 48 ? added(hourSpread, spreadMemoryHour, count, expected.mean) : hourSpread,
    daySpread,
    // What an alert has told already does not tell it again when its day is over.
    past: [
      ...baseline.past.slice(-22),
      [isAlerting ? Math.min(count, expected.mean) : baseline.count, expected.mean, expected.variance],
    ],
    alertedAt: baseline.alertedAt,
    ...burstsAfter(baseline, expected, day),
  };
  if (learned > 48 && hour % 24 === 0) {
    const bounded = Math.min(day.count, day.mean + 4 * Math.sqrt(day.variance + 1));
    next.daySpread = added(daySpread, spreadMemoryDay, bounded, day.mean);
  }
  return learned % week === week - 1 ? renormalised(next) : next;
}

/** Hours and days that stood out more than one in ten thousand does; one a day, so that a single attack makes no habit. */
function burstsAfter(
  { hour, learned, count, hourBursts, dayBursts, burstAt }: CountBaseline,
  expected: Expectation,
  day: Expectation & { count: number },
): Pick<CountBaseline, 'hourBursts' | 'dayBursts' | 'burstAt'> {
  const due = (at: number): boolean => learned >= week && hour - at >= 24;
  const inHour = due(burstAt[0]) ? surpriseOf('hour', count, expected, standsOut) : undefined;
  const inDay = due(burstAt[1]) ? surpriseOf('day', day.count, day, standsOut) : undefined;
  return {
    hourBursts: withBurst(hourBursts, inHour),
    dayBursts: withBurst(dayBursts, inDay),
    burstAt: [inHour ? hour : burstAt[0], inDay ? hour : burstAt[1]],
  };
}

const withBurst = ([bursts, ratios]: [number, number], surprise: Surprise | undefined): [number, number] => [
  bursts * rateMemory + (surprise ? 1 : 0),
  ratios * rateMemory + (surprise ? ratioOf(surprise) : 0),
];

/** A rare count says little about its hour: shares of slow entities move slowly. */
function learnedShare({ counts, exposure, shares, hour, learned }: CountBaseline, count: number): number {
  const rate = Math.max(counts / exposure, 1e-6);
  const share = shares[shareIndex(hour)]!;
  const step = Math.min(1, rate * 4) / Math.min(learned / 24 / 1.4 + 3, shareDays);
  return Math.min(largestShare, Math.max(smallestShare, share + (count / rate - share) * step));
}

const added = ([above, square]: [number, number], memory: number, count: number, mean: number): [number, number] => [
  above * memory + (count - mean) ** 2 - mean,
  square * memory + mean * mean,
];

/** Shares have a weekly mean of 1; the rate takes over what they lose. */
function renormalised(baseline: CountBaseline): CountBaseline {
  const total = baseline.shares.reduce((sum, share, at) => sum + share * (at < 24 ? 5 : 2), 0);
  const mean = total / week;
  return { ...baseline, shares: baseline.shares.map((share) => share / mean), exposure: baseline.exposure / mean };
}
