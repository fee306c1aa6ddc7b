import { aggregates, type Accumulator, type Aggregate } from './aggregates';
import type { Budget } from './budget';
import { compileExpression, type Evaluate, type Scope } from './compileExpression';
import { queryFault } from './queryFault';
import type { NamedExpression } from './syntax';
import type { Row } from './schema';
import { rowKey, type Stage } from './stage';
import type { Value } from './value';

export interface CompiledAggregate {
  name: string;
  aggregate: Aggregate;
  args: Evaluate[];
}

/** Throws Rejected when an item of `summarize` is no aggregate. Names are made as Kusto makes them: `count_`, `avg_x`. */
export function compileAggregate({ name, expression }: NamedExpression, scope: Scope): CompiledAggregate {
  const call = expression.kind === 'call' && Object.hasOwn(aggregates, expression.name) ? expression : undefined;
  if (!call) {
    const known = Object.keys(aggregates).join(', ');
    throw queryFault(scope.text, expression.at, `summarize takes one of ${known} here, and columns behind "by".`);
  }
  const aggregate = aggregates[call.name]!;
  const { args } = call;
  if (args.length < aggregate.least || args.length > aggregate.most)
    throw queryFault(
      scope.text,
      call.at,
      `${call.name}() takes ${aggregate.least} to ${aggregate.most} values, not ${args.length}.`,
    );
  const [of] = args;
  const prefix = { make_set: 'set', make_list: 'list', take_any: 'any' }[call.name] ?? call.name;
  const made = call.name === 'countif' || of?.kind !== 'column' ? `${prefix}_` : `${prefix}_${of.name}`;
  return { name: name ?? made, aggregate, args: args.map((arg) => compileExpression(arg, scope)) };
}

/** Groups come out in the order in which they were first seen; without `by` there is always one. */
export function summarizeStage(by: Evaluate[], items: CompiledAggregate[], budget: Budget, next: Stage): Stage {
  const groups = new Map<string, { values: Value[]; states: Accumulator[] }>();
  const groupOf = (row: Row) => {
    const values = by.map((column) => column(row));
    const key = rowKey(values);
    const known = groups.get(key);
    if (known) return known;
    if (!budget.hold(key.length)) return undefined;
    const made = { values, states: items.map(({ aggregate }) => aggregate.start(budget)) };
    groups.set(key, made);
    return made;
  };
  return {
    push(row) {
      const group = groupOf(row);
      if (!group) return false;
      group.states.forEach((state, at) => state.add(items[at]!.args.map((arg) => arg(row))));
      return !budget.reached.has('rowsHeld');
    },
    end() {
      if (by.length === 0 && groups.size === 0)
        next.push(items.map(({ aggregate }) => aggregate.start(budget).result()));
      for (const { values, states } of groups.values())
        if (!next.push([...values, ...states.map((state) => state.result())])) break;
      next.end();
    },
  };
}
