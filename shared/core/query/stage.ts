import type { Budget } from './budget';
import { sortOrder } from './compare';
import type { Evaluate } from './compileExpression';
import type { Row } from './schema';
import { sizeOf } from './sizeOf';
import { keyText, type Value } from './value';

/** One step of a query. `push` answers whether more rows are wanted; `end` comes once, after the last row. */
export interface Stage {
  push(row: Row): boolean;
  end(): void;
}

export interface CompiledKey {
  value: Evaluate;
  descending: boolean;
  nullsFirst: boolean;
}

export const filterStage = (test: Evaluate, next: Stage): Stage => ({
  push: (row) => (test(row) === true ? next.push(row) : true),
  end: () => next.end(),
});

export const mapStage = (columns: Evaluate[], next: Stage): Stage => ({
  push: (row) => next.push(columns.map((column) => column(row))),
  end: () => next.end(),
});

/** `taken` rows went through on earlier pages. */
export function takeStage(rows: number, taken: number, next: Stage): Stage {
  let left = rows - taken;
  return {
    push(row) {
      if (left <= 0) return false;
      left -= 1;
      return next.push(row) && left > 0;
    },
    end: () => next.end(),
  };
}

export function countStage(next: Stage): Stage {
  let count = 0;
  return {
    push: () => (count += 1) > 0,
    end() {
      next.push([count]);
      next.end();
    },
  };
}

export function distinctStage(budget: Budget, next: Stage): Stage {
  const seen = new Set<string>();
  return {
    push(row) {
      const key = rowKey(row);
      if (seen.has(key)) return true;
      if (!budget.hold(key.length)) return false;
      seen.add(key);
      return next.push(row);
    },
    end: () => next.end(),
  };
}

/** Sorts all rows or, with `rows`, keeps the first so many: then it never holds more than twice as many. */
export function sortStage(keys: CompiledKey[], rows: number | undefined, budget: Budget, next: Stage): Stage {
  const held: { row: Row; values: Value[]; size: number }[] = [];
  const cut = (): void => {
    held.sort((one, other) => order(keys, one.values, other.values));
    if (rows === undefined || held.length <= rows) return;
    for (const { size } of held.splice(rows)) budget.release(size);
  };
  return {
    push(row) {
      if (rows === 0) return false;
      const values = keys.map(({ value }) => value(row));
      const size = sizeOf(row) + sizeOf(values);
      if (!budget.hold(size)) return false;
      held.push({ row, values, size });
      if (rows !== undefined && held.length >= 2 * rows + 1_000) cut();
      return true;
    },
    end() {
      cut();
      for (const { row } of held) if (!next.push(row)) break;
      next.end();
    },
  };
}

function order(keys: CompiledKey[], one: Value[], other: Value[]): number {
  for (const [at, { descending, nullsFirst }] of keys.entries()) {
    const found = sortOrder(one[at] ?? null, other[at] ?? null, descending, nullsFirst);
    if (found !== 0) return found;
  }
  return 0;
}

/** Length before each text: no two rows have the same key. */
export const rowKey = (row: Row): string =>
  row
    .map(keyText)
    .map((text) => `${text.length}:${text}`)
    .join('');
