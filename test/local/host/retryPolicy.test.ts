import fc from 'fast-check';
import { retryDelay, retryPolicy } from '../../../local/host/retryPolicy';

test("a function's policy beats the one of host.json", () => {
  const own = { retryStrategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 3 } };
  const hostWide = { strategy: 'fixedDelay' as const, maxRetryCount: 2, delayInterval: 1000 };
  expect(retryPolicy(own, hostWide)).toEqual({ strategy: 'fixedDelay', maxRetryCount: -1, delay: 3000 });
  expect(retryPolicy(undefined, hostWide)).toEqual({ strategy: 'fixedDelay', maxRetryCount: 2, delay: 1000 });
  expect(retryPolicy(undefined, undefined)).toBeUndefined();
});

test('a fixed delay stays the same', () => {
  const policy = { strategy: 'fixedDelay', maxRetryCount: 9, delay: 500 } as const;
  expect([1, 2, 9].map((retry) => retryDelay(policy, retry, 0.5))).toEqual([500, 500, 500]);
});

test('an exponential delay starts at the minimum, doubles and ends at the maximum', () => {
  const policy = { strategy: 'exponentialBackoff', maxRetryCount: -1, minimum: 1000, maximum: 20_000 } as const;
  expect([1, 2, 3, 4, 5, 6, 99].map((retry) => retryDelay(policy, retry, 0.5))).toEqual([
    1000, 3000, 5000, 9000, 17_000, 20_000, 20_000,
  ]);
});

test('a delay is never below the minimum or above the maximum', () => {
  fc.assert(
    fc.property(
      fc.nat(60_000),
      fc.nat(60_000),
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (a, b, retry, random) => {
        const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)];
        const delay = retryDelay(
          { strategy: 'exponentialBackoff', maxRetryCount: -1, minimum, maximum },
          retry,
          random,
        );
        expect(delay).toBeGreaterThanOrEqual(minimum);
        expect(delay).toBeLessThanOrEqual(maximum);
      },
    ),
  );
});
