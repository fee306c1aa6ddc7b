/** Why an answer is not complete. */
export type Limit = 'pages' | 'events' | 'time' | 'rowsHeld' | 'rowsMade';

export interface BudgetLimits {
  /** Rows, groups and distinct values kept, and their size together (`sizeOf`). */
  maxHeld: number;
  maxHeldSize: number;
  /** Rows made by a join. */
  maxMade: number;
}

/** Bounds what one query keeps in memory and makes of what it read; what was cut is told with the answer. */
export interface Budget {
  /** Asks to keep one more row, group or distinct value of a size. */
  hold(size: number): boolean;
  release(size: number): void;
  /** Asks to make one more row in a join. */
  make(): boolean;
  reached: Set<Limit>;
}

export function createBudget({ maxHeld, maxHeldSize, maxMade }: BudgetLimits): Budget {
  const reached = new Set<Limit>();
  let [held, heldSize, made] = [0, 0, 0];
  return {
    reached,
    hold(size) {
      if (held >= maxHeld || heldSize + size > maxHeldSize) {
        reached.add('rowsHeld');
        return false;
      }
      held += 1;
      heldSize += size;
      return true;
    },
    release(size) {
      held -= 1;
      heldSize -= size;
    },
    make() {
      if (made < maxMade) return (made += 1) > 0;
      reached.add('rowsMade');
      return false;
    },
  };
}
