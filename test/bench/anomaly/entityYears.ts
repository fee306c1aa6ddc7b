import type { CountBaseline } from '../../../shared/core/detect/anomaly/countBaseline';
import { countInto } from '../../../shared/core/detect/anomaly/countSurprise';
import { negativeBinomial, poisson, seeded } from './random';

export const noises = ['Poisson', 'negative binomial, k = 2', '1 % of hours at 8 x'] as const;
export type Noise = (typeof noises)[number];

export interface EntityYears {
  /** False alerts per entity and year. */
  falseAlerts: number;
  /** Share of entities whose day with 95 more was found. */
  found: number;
  /** Largest state, bytes of JSON. */
  bytes: number;
}

const hoursOfYear = 365 * 24;
const start = 20_000 * 24;
const attack = 95;

/** Hour of the week, Monday first: office hours, weekends at a third. Mean 1. */
const season = (() => {
  const raw = Array.from({ length: 168 }, (_, at) => {
    const busy = Math.exp(-(((at % 24) - 14) ** 2) / 18) * 3 + 0.15;
    return at >= 120 ? busy * 0.3 : busy;
  });
  const mean = raw.reduce((sum, each) => sum + each, 0) / raw.length;
  return raw.map((each) => each / mean);
})();

const weekHour = (hour: number): number => ((Math.floor(hour / 24) + 3) % 7) * 24 + (hour % 24);

/** A year of each entity at `rate` counts a day, from its first hour; then a day with 95 more, spread by chance. */
export function simulate(entities: number, rate: number, noise: Noise, seed: number): EntityYears {
  const random = seeded(seed);
  const countAt = (hour: number): number => {
    const mean = (rate / 24) * season[weekHour(hour)]!;
    if (noise === 'negative binomial, k = 2') return negativeBinomial(random, mean, 2);
    return poisson(random, noise === '1 % of hours at 8 x' && random() < 0.01 ? mean * 8 : mean);
  };
  let [alerts, found, bytes] = [0, 0, 0];
  for (let entity = 0; entity < entities; entity++) {
    let baseline: CountBaseline | undefined;
    for (let hour = start; hour < start + hoursOfYear; hour++) {
      const counted = countInto(baseline, hour, countAt(hour));
      baseline = counted.baseline;
      if (counted.surprise !== undefined) alerts++;
    }
    bytes = Math.max(bytes, JSON.stringify(baseline).length);
    if (isFound({ ...baseline!, alertedAt: 0 })) found++;
  }
  return { falseAlerts: alerts / entities, found: found / entities, bytes };

  function isFound(usual: CountBaseline): boolean {
    const extra = Array.from({ length: 24 }, () => 0);
    for (let i = 0; i < attack; i++) extra[Math.floor(random() * 24)]!++;
    let baseline = usual;
    return extra.some((more, at) => {
      const hour = start + hoursOfYear + at;
      const counted = countInto(baseline, hour, countAt(hour) + more);
      baseline = counted.baseline;
      return counted.surprise !== undefined;
    });
  }
}
