import type { AnomalyWindow } from './nabScore';
import { normal, seeded } from './random';

export interface LabelledSeries {
  name: string;
  /** Milliseconds since 1970, five minutes apart. */
  times: number[];
  values: number[];
  windows: AnomalyWindow[];
}

const length = 4_000;
const stepMs = 300_000;
const perDay = 288;
const start = Date.UTC(2026, 0, 1);

const shapes = ['flat', 'daily', 'drifting', 'daily and drifting', 'spiky'] as const;
const anomalies = ['spike', 'dip', 'shift', 'noise'] as const;

/** 5 shapes x 4 kinds of anomaly x 2 = 40 series of two weeks, two anomalies each; the same for the same seed. */
export const seriesSet = (seed: number): LabelledSeries[] =>
  shapes.flatMap((shape, s) =>
    anomalies.flatMap((anomaly, a) =>
      [0, 1].map((copy) => oneSeries(`${shape}, ${anomaly}`, shape, anomaly, seeded(seed + s * 100 + a * 10 + copy))),
    ),
  );

function oneSeries(
  name: string,
  shape: (typeof shapes)[number],
  anomaly: (typeof anomalies)[number],
  random: () => number,
): LabelledSeries {
  const level = 20 + 80 * random();
  const sigma = level * (0.02 + 0.05 * random());
  const swing = shape.includes('daily') ? level * (0.2 + 0.3 * random()) : 0;
  const drift = shape.includes('drifting') ? (level * (random() - 0.3)) / length : 0;
  const phase = random() * perDay;
  const spikes = shape === 'spiky' ? 0.01 : 0;
  const at = [1_000 + Math.floor(random() * 1_000), 2_600 + Math.floor(random() * 1_000)];
  const span = 40 + Math.floor(random() * 80);
  const values = Array.from({ length }, (_, i) => {
    const usual = level + drift * i + swing * Math.sin((2 * Math.PI * (i + phase)) / perDay);
    const habitual = random() < spikes ? sigma * (3 + 3 * random()) : 0;
    return usual + habitual + disturbance(anomaly, at, span, i, sigma, random) + sigma * normal(random);
  });
  return {
    name,
    times: values.map((_, i) => start + i * stepMs),
    values,
    windows: at.map((first) => [first - 10, first + 150] as const),
  };
}

function disturbance(
  anomaly: (typeof anomalies)[number],
  at: number[],
  span: number,
  i: number,
  sigma: number,
  random: () => number,
): number {
  const since = i - (at.findLast((first) => first <= i) ?? Infinity);
  const isAfter = since >= 0;
  if (anomaly === 'spike') return isAfter && since < 3 ? sigma * 9 : 0;
  if (anomaly === 'dip') return isAfter && since < 12 ? -sigma * 7 : 0;
  if (anomaly === 'shift') return at.filter((first) => first <= i).length * sigma * 6;
  return isAfter && since < span ? sigma * 3 * normal(random) : 0;
}
