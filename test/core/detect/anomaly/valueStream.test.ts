import fc from 'fast-check';
import { createValueStream } from '../../../../shared/core/detect/anomaly/valueStream';

const stepMs = 300_000;
const scoresOf = (values: number[]): number[] => {
  const stream = createValueStream();
  return values.map((value, at) => stream.score(at * stepMs, value));
};

/** Equal for equal places, without any pattern a day long. */
const jitter = (at: number): number => ((at * 7919 + 104_729) % 1009) / 1009 - 0.5;
const steady = Array.from({ length: 1_500 }, (_, at) => 100 + 4 * jitter(at));

test('every score lies between 0 and 1, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: false }), { maxLength: 400 }), (values) => {
      for (const score of scoresOf(values)) expect(score >= 0 && score <= 1).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('values at the end of what numbers can hold leave a series that is still scored', () => {
  const scores = scoresOf([...steady, 1e308, -1e308, Number.MAX_VALUE, ...steady]);
  for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  expect(scores[steady.length]).toBeGreaterThan(0.5);
});

test('no score looks ahead: those of a prefix are those of the whole', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 600 });
  fc.assert(
    fc.property(values, fc.nat(), (all, cut) => {
      const length = cut % all.length;
      expect(scoresOf(all.slice(0, length))).toEqual(scoresOf(all).slice(0, length));
    }),
    { numRuns: 60 },
  );
});

test('a spike stands out', () => {
  const scores = scoresOf([...steady, 140]);
  expect(scores.at(-1)).toBeGreaterThan(0.5);
  expect(Math.max(...scores.slice(300, -1))).toBeLessThan(0.5);
});

test('a new level stands out when it begins and not when it has lasted', () => {
  const scores = scoresOf([...steady, ...steady.map((value) => value + 15)]);
  expect(Math.max(...scores.slice(1_500, 1_520))).toBeGreaterThan(0.4);
  expect(Math.max(...scores.slice(2_600))).toBeLessThan(0.4);
});

test('a series that never moved is surprised by its first move', () => {
  expect(scoresOf([...Array.from({ length: 500 }, () => 7), 8]).at(-1)).toBeGreaterThan(0.5);
});

test('the scale of a series does not matter', () => {
  const [small, large] = [1e-3, 1e6].map((factor) => scoresOf([...steady, 130].map((value) => value * factor)).at(-1)!);
  expect(small).toBeCloseTo(large!, 3);
});

test('the echo of a spike scores less than the spike', () => {
  const scores = scoresOf([...steady, 140, 138]);
  expect(scores.at(-1)).toBeLessThan(0.75 * scores.at(-2)!);
});
