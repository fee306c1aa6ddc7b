import { createValueStream } from '../../../shared/core/detect/anomaly/valueStream';
import { nabScore, probation, type ScoredSeries } from './nabScore';
import { seriesSet } from './seriesSet';
import { ewmaZ } from './simpleDetectors';

const windows = [[500, 549]] as const;
const scoresAt = (hits: number[], length = 1_000): ScoredSeries[] => [
  { scores: Array.from({ length }, (_, at) => (hits.includes(at) ? 0.9 : 0.1)), windows: [...windows] },
];

test('no detection scores 0, one at the beginning of its window 100', () => {
  expect(nabScore(scoresAt([]))).toBe(0);
  expect(nabScore(scoresAt([500]))).toBeCloseTo(100, 0);
});

test('later in the window is worth less, and false alerts cost', () => {
  const early = nabScore(scoresAt([500]));
  const late = nabScore(scoresAt([545]));
  expect(late).toBeLessThan(early);
  expect(late).toBeGreaterThan(0);
  expect(nabScore(scoresAt([500, 300]))).toBeLessThan(early);
});

test('what is scored during probation costs nothing', () => {
  expect(probation(1_000)).toBe(150);
  expect(nabScore(scoresAt([500, 100]))).toBe(nabScore(scoresAt([500])));
});

test('the value stream beats a z-score by ten points on generated series', () => {
  const set = seriesSet(1).filter((_, at) => at % 4 === 0);
  const own = set.map(({ times, values, windows: of }) => {
    const stream = createValueStream();
    return { scores: values.map((value, at) => stream.score(times[at]!, value)), windows: of };
  });
  const simple = set.map(({ values, windows: of }) => ({ scores: values.map(ewmaZ()), windows: of }));
  expect(nabScore(own)).toBeGreaterThan(nabScore(simple) + 10);
});
