import { tailProbability } from './negativeBinomial';
import type { Expectation } from './countBaseline';

/** A count that the entity's own history does not explain. */
export interface Surprise {
  window: 'hour' | 'day';
  count: number;
  expected: number;
  /** That chance alone brings as many. */
  probability: number;
}

const smallestCount = 5;
/** Below these no count is worth a look, however steady the entity was. */
const leastRatio = { hour: 2, day: 1.2 };

/** The surprise of a count, if chance brings as many with less than the probability given. */
export function surpriseOf(
  window: Surprise['window'],
  count: number,
  { mean, variance }: Expectation,
  below: number,
): Surprise | undefined {
  const whole = Math.floor(count);
  if (whole < smallestCount || whole <= mean * leastRatio[window]) return undefined;
  const probability = tailProbability(whole, mean, variance);
  return probability < below ? { window, count, expected: mean, probability } : undefined;
}

/** How many times more than expected it was; of small counts less, as they say little. */
export const ratioOf = ({ count, expected }: Surprise): number => (count + 1) / (expected + 1);
