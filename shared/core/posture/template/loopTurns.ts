import { type Doubt, expressionError, isDoubt } from '../policy/doubt';
import type { Result } from '../policy/frame';

/** ARM's limit of the turns of one loop. */
const maxTurns = 800;

/** How often a loop with that `count` runs. */
export function loopTurns(count: Result): number | Doubt {
  if (isDoubt(count)) return count;
  const turns = typeof count === 'string' && /^\d+$/.test(count) ? Number(count) : count;
  return typeof turns === 'number' && Number.isInteger(turns) && turns >= 0 && turns <= maxTurns
    ? turns
    : expressionError(`a loop needs a count from 0 to ${maxTurns}`);
}
