import type { Budget } from './budget';
import type { Evaluate } from './compileExpression';
import type { Row } from './schema';
import { rowKey, type Stage } from './stage';

export interface JoinSides {
  how: 'inner' | 'leftouter';
  left: Evaluate[];
  right: Evaluate[];
  /** Number of columns of the right side. */
  width: number;
}

/** Joins on equal values; nothing equals nothing here. The right side is held in memory. */
export function joinStage({ how, left, right, width }: JoinSides, rows: Row[], budget: Budget, next: Stage): Stage {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(right, row);
    if (key === undefined) continue;
    const same = byKey.get(key);
    if (same) same.push(row);
    else byKey.set(key, [row]);
  }
  const nothing: Row[] = how === 'leftouter' ? [Array.from({ length: width }, () => null)] : [];
  return {
    push(row) {
      const key = keyOf(left, row);
      const found = (key === undefined ? undefined : byKey.get(key)) ?? nothing;
      return found.every((other) => budget.make() && next.push([...row, ...other]));
    },
    end: () => next.end(),
  };
}

function keyOf(columns: Evaluate[], row: Row): string | undefined {
  const values = columns.map((column) => column(row));
  return values.includes(null) ? undefined : rowKey(values);
}
