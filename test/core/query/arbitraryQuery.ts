import fc from 'fast-check';
import { aggregates } from '../../../shared/core/query/aggregates';
import { functions } from '../../../shared/core/query/functions';
import {
  comparisons,
  inOperators,
  textOperators,
  type Expression,
  type NamedExpression,
  type Operator,
  type Query,
  type SortKey,
} from '../../../shared/core/query/syntax';

const at = 0;
const word = fc.constantFrom('TimeGenerated', 'Host', 'a_b', 'x1', 'with space', 'quote\'"', 'é.ü');
const number = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true }));
const literal: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.constant({ type: 'null' as const }),
    fc.boolean().map((value) => ({ type: 'bool' as const, value })),
    number.map((value) => ({ type: 'number' as const, value: Math.abs(value) })),
    fc.string({ unit: 'binary' }).map((value) => ({ type: 'string' as const, value })),
    fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((value) => ({ type: 'datetime' as const, value: value.getTime() })),
    fc.nat().map((value) => ({ type: 'timespan' as const, value })),
  )
  .map((one) => ({ kind: 'literal', literal: one, at }));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const of = tie('expression');
  const some = fc.array(of, { minLength: 1, maxLength: 3 });
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      literal,
      word.map((name): Expression => ({ kind: 'column', name, at })),
      fc
        .tuple(of, fc.oneof(word, fc.nat(9)))
        .map(([inner, key]): Expression => ({ kind: 'member', of: inner, key, at })),
      of.map((inner): Expression => ({ kind: 'minus', of: inner, at })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(of, { minLength: 2, maxLength: 3 }))
        .map(([operator, parts]): Expression => ({ kind: 'logical', operator, of: parts, at })),
      fc
        .tuple(
          fc.constantFrom(
            ...comparisons,
            ...textOperators,
            '+' as const,
            '-' as const,
            '*' as const,
            '/' as const,
            '%' as const,
          ),
          of,
          of,
        )
        .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, at })),
      fc
        .tuple(fc.constantFrom(...inOperators), of, some)
        .map(([operator, inner, list]): Expression => ({ kind: 'in', operator, of: inner, list, at })),
      fc
        .tuple(fc.boolean(), of, of, of)
        .map(([negated, inner, low, high]): Expression => ({ kind: 'between', negated, of: inner, low, high, at })),
      fc
        .tuple(
          fc.constantFrom(...Object.keys(functions), ...Object.keys(aggregates), 'ago', 'now', 'extract', 'unknown'),
          fc.array(of, { maxLength: 3 }),
        )
        .map(([name, args]): Expression => ({ kind: 'call', name, args, at })),
    ),
  };
});

const named: fc.Arbitrary<NamedExpression[]> = fc.array(
  fc.record({ name: fc.option(word, { nil: undefined }), expression }),
  { minLength: 1, maxLength: 3 },
);
const keys: fc.Arbitrary<SortKey[]> = fc.array(
  fc.record({ expression, descending: fc.boolean(), nullsFirst: fc.boolean() }),
  { minLength: 1, maxLength: 2 },
);
const column = word.map((name) => ({ name, at }));
const operator: fc.Arbitrary<Operator> = fc.oneof(
  fc.record({ kind: fc.constantFrom('where' as const, 'search' as const), condition: expression, at: fc.constant(at) }),
  fc.record({
    kind: fc.constantFrom('extend' as const, 'project' as const, 'distinct' as const),
    columns: named,
    at: fc.constant(at),
  }),
  fc.record({
    kind: fc.constant('project-away' as const),
    columns: fc.array(column, { minLength: 1, maxLength: 2 }),
    at: fc.constant(at),
  }),
  fc.record({
    kind: fc.constant('summarize' as const),
    aggregates: named,
    by: fc.oneof(named, fc.constant<NamedExpression[]>([])),
    at: fc.constant(at),
  }),
  fc.record({ kind: fc.constant('order' as const), keys, at: fc.constant(at) }),
  fc.record({ kind: fc.constant('top' as const), rows: fc.nat(), keys, at: fc.constant(at) }),
  fc.record({ kind: fc.constant('take' as const), rows: fc.nat(), at: fc.constant(at) }),
  fc.constant({ kind: 'count' as const, at }),
);
const right = fc.record({ table: column, operators: fc.array(operator, { maxLength: 2 }) });
const join = fc.record({
  kind: fc.constant('join' as const),
  how: fc.constantFrom('inner' as const, 'leftouter' as const),
  right,
  on: fc.array(fc.record({ left: column, right: column }), { minLength: 1, maxLength: 2 }),
  at: fc.constant(at),
});
export const arbitraryQuery: fc.Arbitrary<Query> = fc
  .tuple(column, fc.array(operator, { maxLength: 3 }), fc.option(join, { nil: undefined }))
  .map(([table, operators, last]) => ({ table, operators: last ? [...operators, last] : operators }));
