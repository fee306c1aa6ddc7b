import type { RetryOptions } from './app/functionsCore';
import type { HostJson } from './hostJson';

/** Durations in milliseconds; `maxRetryCount` -1 means without end. */
export type RetryPolicy =
  | { strategy: 'fixedDelay'; maxRetryCount: number; delay: number }
  | { strategy: 'exponentialBackoff'; maxRetryCount: number; minimum: number; maximum: number };

/** Only these triggers keep a retry policy in Azure; elsewhere it is ignored with a warning. */
export const retryableTriggers: readonly string[] = ['timerTrigger', 'cosmosDBTrigger', 'eventHubTrigger'];

const seconds = (duration: { seconds: number } | undefined): number => (duration?.seconds ?? 0) * 1000;

/** The function's own policy, else the one of host.json. */
export function retryPolicy(own: RetryOptions | undefined, hostWide: HostJson['retry']): RetryPolicy | undefined {
  if (own !== undefined) {
    const { maxRetryCount } = own;
    if (own.retryStrategy === 'fixedDelay') {
      return { strategy: 'fixedDelay', maxRetryCount, delay: seconds(own.delayInterval) };
    }
    const [minimum, maximum] = [seconds(own.minimumInterval), seconds(own.maximumInterval)];
    return { strategy: 'exponentialBackoff', maxRetryCount, minimum, maximum };
  }
  if (hostWide === undefined) return undefined;
  const { maxRetryCount, delayInterval = 0, minimumInterval = 0, maximumInterval = 0 } = hostWide;
  if (hostWide.strategy === 'fixedDelay') return { strategy: 'fixedDelay', maxRetryCount, delay: delayInterval };
  return { strategy: 'exponentialBackoff', maxRetryCount, minimum: minimumInterval, maximum: maximumInterval };
}

/**
 * Milliseconds before retry number `retry` (1 is the first). Exponential: the minimum first, then
 * minimum + U(0.8, 1.2) * 2^(n-1) * minimum up to the maximum (Azure/azure-webjobs-sdk, `RandomizedExponentialBackoffStrategy`).
 * `random` is in [0, 1).
 */
export function retryDelay(policy: RetryPolicy, retry: number, random: number): number {
  if (policy.strategy === 'fixedDelay') return policy.delay;
  if (retry <= 1) return Math.min(policy.minimum, policy.maximum);
  const growth = (0.8 + 0.4 * random) * 2 ** Math.min(retry - 1, 50) * policy.minimum;
  return Math.min(policy.minimum + growth, policy.maximum);
}
