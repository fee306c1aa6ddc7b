/** Syntax of the query language. Every `at` is an offset in the text, for errors. */

export type Literal =
  | { type: 'null' }
  | { type: 'bool'; value: boolean }
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  /** Milliseconds since 1970. */
  | { type: 'datetime'; value: number }
  /** Milliseconds. */
  | { type: 'timespan'; value: number };

export type Expression =
  | { kind: 'literal'; literal: Literal; at: number }
  | { kind: 'column'; name: string; at: number }
  /** `of.name`, `of['name']`, `of[0]`. */
  | { kind: 'member'; of: Expression; key: string | number; at: number }
  | { kind: 'minus'; of: Expression; at: number }
  | { kind: 'logical'; operator: 'and' | 'or'; of: Expression[]; at: number }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression; at: number }
  | { kind: 'in'; operator: InOperator; of: Expression; list: Expression[]; at: number }
  | { kind: 'between'; negated: boolean; of: Expression; low: Expression; high: Expression; at: number }
  | { kind: 'call'; name: string; args: Expression[]; at: number };

export const comparisons = ['==', '!=', '=~', '!~', '<', '<=', '>', '>='] as const;
export const textOperators = [
  'contains',
  '!contains',
  'contains_cs',
  '!contains_cs',
  'has',
  '!has',
  'startswith',
  '!startswith',
  'endswith',
  '!endswith',
  'matches regex',
] as const;
export const inOperators = ['in', '!in', 'in~', '!in~'] as const;

type Comparison = (typeof comparisons)[number];
type TextOperator = (typeof textOperators)[number];
export type InOperator = (typeof inOperators)[number];
export type BinaryOperator = Comparison | TextOperator | '+' | '-' | '*' | '/' | '%';

/** `name = expression`; the name is made up when none is given. */
export interface NamedExpression {
  name: string | undefined;
  expression: Expression;
}

export interface SortKey {
  expression: Expression;
  descending: boolean;
  nullsFirst: boolean;
}

export interface ColumnName {
  name: string;
  at: number;
}

export type Operator = { at: number } & (
  | { kind: 'where' | 'search'; condition: Expression }
  | { kind: 'extend' | 'project' | 'distinct'; columns: NamedExpression[] }
  | { kind: 'project-away'; columns: ColumnName[] }
  | { kind: 'summarize'; aggregates: NamedExpression[]; by: NamedExpression[] }
  | { kind: 'order'; keys: SortKey[] }
  | { kind: 'take'; rows: number }
  | { kind: 'top'; rows: number; keys: SortKey[] }
  | { kind: 'count' }
  | { kind: 'join'; how: 'inner' | 'leftouter'; right: Query; on: { left: ColumnName; right: ColumnName }[] }
);

export interface Query {
  /** `Events` for all sources, else the id of one. */
  table: ColumnName;
  operators: Operator[];
}
