import { badRequest } from '../fault';
import { openGroup, type GroupColumn } from './aggregate';
import { canonical } from './compare';
import { isAggregate } from './evaluate';
import type { Evaluate, Slots } from './scope';
import { pathOf, type Expression, type Select, type Value } from './syntax';

/** Rows go in, one value per group comes out, groups in the order in which they first appeared. */
export interface Grouping {
  add(slots: Slots): void;
  rows(): Value[];
}

const sameExpression = (one: Expression, other: Expression) => JSON.stringify(one) === JSON.stringify(other);
const describe = (expression: Expression) => {
  const path = pathOf(expression);
  return path ? [path.alias, ...path.segments].join('.') : expression.kind;
};

function usesAggregate(expression: Expression): boolean {
  if (isAggregate(expression)) return true;
  if (expression.kind === 'subquery') return false;
  return Object.values(expression).some((part) => nodesOf(part).some(usesAggregate));
}

function nodesOf(part: unknown): Expression[] {
  if (Array.isArray(part)) return part.flatMap(nodesOf);
  return typeof part === 'object' && part !== null && 'kind' in part ? [part as Expression] : [];
}

const projected = ({ projection }: Select): { of: Expression; name: string }[] => {
  if (projection.kind === 'star') return [];
  return projection.kind === 'value' ? [{ of: projection.of, name: '' }] : projection.items;
};

export const isGrouped = (select: Select): boolean =>
  select.groupBy.length > 0 || projected(select).some(({ of }) => usesAggregate(of));

function checkColumn(of: Expression, select: Select): void {
  if (isAggregate(of) || select.groupBy.some((key) => sameExpression(key, of))) return;
  if (usesAggregate(of)) throw badRequest('Compositions of aggregates and other expressions are unsupported.');
  throw badRequest(
    `Property reference '${describe(of)}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`,
  );
}

/** Compiles the grouped part of a query; refuses what the service refuses. */
export function compileGrouping(select: Select, compile: (expression: Expression) => Evaluate): () => Grouping {
  if (select.projection.kind === 'star') throw badRequest("'SELECT *' is not allowed together with GROUP BY.");
  if (select.orderBy.length > 0) throw badRequest('ORDER BY is not supported together with GROUP BY or aggregates.');
  const columns = projected(select).map(({ of, name }): GroupColumn => {
    checkColumn(of, select);
    if (of.kind !== 'call' || !isAggregate(of)) return { name, aggregate: undefined, of: compile(of) };
    const [input] = of.args;
    if (!input || of.args.length > 1) throw badRequest(`The aggregate ${of.name} takes one argument.`);
    return { name, aggregate: of.name, of: compile(input) };
  });
  const keys = select.groupBy.map(compile);
  const valueOnly = select.projection.kind === 'value';

  return () => {
    const groups = new Map<string, ReturnType<typeof openGroup>>();
    if (keys.length === 0) groups.set('', openGroup(columns));
    return {
      add(slots) {
        const key = keys.map((of) => canonical(of(slots))).join('\n');
        const group = groups.get(key) ?? openGroup(columns);
        groups.set(key, group);
        group.add(slots);
      },
      rows: () =>
        [...groups.values()].map((group) => {
          const values = group.results();
          if (valueOnly) return values[0];
          return Object.fromEntries(
            columns.flatMap(({ name }, at) => (values[at] === undefined ? [] : [[name, values[at]]])),
          );
        }),
    };
  };
}
