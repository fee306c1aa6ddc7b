import { z } from 'zod';

const pair = z.tuple([z.number(), z.number()]);

/** What one entity usually does of one kind, hour by hour (UTC). Plain JSON, about 1 KB. */
export const countBaselineSchema = z.object({
  /** Hours since 1970 of the hour that is being counted, and what came in it so far. */
  hour: z.number().int(),
  count: z.number(),
  /** Hours learned from. */
  learned: z.number().int(),
  /** Gamma distribution of the rate per hour: counts, and the hours in which they came, both slowly forgotten. */
  counts: z.number(),
  exposure: z.number(),
  /** How busy each hour of the day is, 24 of weekdays and 24 of weekends, around 1. */
  shares: z.array(z.number()).length(48),
  /** Spread beyond chance: sums of (n - m)^2 - m and of m^2, over hours and over days. Their quotient is 1/k of a negative binomial. */
  hourSpread: pair,
  daySpread: pair,
  /** The 23 hours before: count, expected count and its variance, oldest first. */
  past: z.array(z.tuple([z.number(), z.number(), z.number()])).max(23),
  /** Hour of the last alert. */
  alertedAt: z.number().int(),
  /** Hours that stood out, and days that did, at most one a day, slowly forgotten: how many, and the sum of their ratios to what was expected. */
  hourBursts: pair,
  dayBursts: pair,
  /** Hour of the last of each. */
  burstAt: z.tuple([z.number().int(), z.number().int()]),
});

export type CountBaseline = z.infer<typeof countBaselineSchema>;

/** Nobody is known yet: a quarter of a count in six hours, which a day of counting outweighs. */
export const emptyBaseline = (hour: number): CountBaseline => ({
  hour,
  count: 0,
  learned: 0,
  counts: 0.25,
  exposure: 6,
  shares: Array.from({ length: 48 }, () => 1),
  hourSpread: [0, 0],
  daySpread: [0, 0],
  past: [],
  alertedAt: hour - 48,
  hourBursts: [0, 0],
  dayBursts: [0, 0],
  burstAt: [hour - 48, hour - 48],
});

const hourMs = 3_600_000;
export const hourOf = (isoTime: string): number => Math.floor(Date.parse(isoTime) / hourMs);

/** Index of an hour's share; 1970 began on a Thursday. */
export function shareIndex(hour: number): number {
  const weekday = (Math.floor(hour / 24) + 4) % 7;
  return (weekday === 0 || weekday === 6 ? 24 : 0) + (hour % 24);
}

/** What a window is expected to hold: mean and variance of its count. */
export interface Expectation {
  mean: number;
  variance: number;
}

const perCount = ([above, square]: readonly [number, number]): number => (square > 0 ? Math.max(0, above / square) : 0);

/** Expectation of the hour being counted: rate times share; spread of the entity, and doubt about the rate, widen it. */
export function expectedHour(baseline: CountBaseline): Expectation {
  const rate = baseline.counts / baseline.exposure;
  const mean = Math.max(1e-6, rate * baseline.shares[shareIndex(baseline.hour)]!);
  const variance = mean + (perCount(baseline.hourSpread) + 1 / baseline.counts) * mean * mean;
  return { mean, variance };
}

/** The same for the 24 hours that end with the one being counted, with their count. Bursts that last longer than an hour show in the spread of days. */
export function expectedDay(baseline: CountBaseline, hour: Expectation): Expectation & { count: number } {
  let { mean, variance } = hour;
  let count = baseline.count;
  for (const [seen, expected, spread] of baseline.past) {
    count += seen;
    mean += expected;
    variance += spread;
  }
  const wide = mean + perCount(baseline.daySpread) * mean * mean;
  return { count, mean, variance: Math.max(variance, wide) + (mean * mean) / baseline.counts };
}
