import { compileExpression, type Evaluate, type Scope } from './compileExpression';
import { joinStage, type JoinSides } from './joinStage';
import type { Compiled } from './link';
import type { Schema } from './schema';
import type { Operator } from './syntax';

/** Columns of the right side whose names are taken get a 1 behind them. Names of fields go on meaning those of the left side. */
export function compileJoin(operator: Extract<Operator, { kind: 'join' }>, right: Schema, scope: Scope): Compiled {
  const { schema, text, now } = scope;
  const side = (of: Schema, name: 'left' | 'right'): Evaluate[] =>
    operator.on.map((on) => compileExpression({ kind: 'column', ...on[name] }, { text, now, schema: of }));
  const sides: JoinSides = {
    how: operator.how,
    left: side(schema, 'left'),
    right: side(right, 'right'),
    width: right.columns.length,
  };
  const columns = [...schema.columns];
  const hidden = new Set(schema.hidden);
  for (const name of right.columns) {
    let free = name;
    while (columns.includes(free)) free = `${free}1`;
    columns.push(free);
    if (right.hidden.has(name)) hidden.add(free);
  }
  return {
    link: (running, next) => joinStage(sides, running.right, running.budget, next),
    schema: { ...schema, columns, hidden },
  };
}
