import { logGamma, tailProbability } from '../../../../shared/core/detect/anomaly/negativeBinomial';

test('logGamma is the logarithm of a factorial at whole numbers', () => {
  for (const [n, factorial] of [
    [1, 1],
    [2, 1],
    [5, 24],
    [11, 3_628_800],
  ] as const) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 10);
  }
});

test('logGamma of a half is half the logarithm of pi', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 10);
});

test('with variance equal to the mean the tail is that of Poisson', () => {
  // P(N >= 3 | 1) = 1 - e^-1 (1 + 1 + 1/2)
  expect(tailProbability(3, 1, 1)).toBeCloseTo(1 - 2.5 / Math.E, 10);
});

test('with variance m + m^2 the tail is geometric', () => {
  // k = 1: P(N >= n) = (m / (1 + m))^n
  expect(tailProbability(10, 4, 4 + 16)).toBeCloseTo((4 / 5) ** 10, 10);
});

test('a count at or below the mean is nothing unusual', () => {
  expect(tailProbability(4, 4, 4)).toBe(1);
});

test('tails fall as the count grows and rise as the variance grows', () => {
  const tails = [10, 20, 40, 80].map((n) => tailProbability(n, 8, 12));
  expect([...tails].sort((a, b) => b - a)).toEqual(tails);
  expect(tailProbability(40, 8, 40)).toBeGreaterThan(tailProbability(40, 8, 12));
});

test('extreme counts give zero rather than no number', () => {
  expect(tailProbability(100_000, 0.01, 0.01)).toBe(0);
});
