import type { Expression, Literal, NamedExpression, Operator, Query, SortKey } from '../../../shared/core/query/syntax';

/** The text of a query: the inverse of the parser, with every bracket written. */
export function printQuery({ table, operators }: Query): string {
  return [name(table.name), ...operators.map(printOperator)].join(' | ');
}

const name = (text: string): string => (/^[A-Za-z_]\w*$/.test(text) ? text : `[${JSON.stringify(text)}]`);
const list = <T>(items: T[], print: (item: T) => string): string => items.map(print).join(', ');
const named = ({ name: given, expression }: NamedExpression): string =>
  `${given === undefined ? '' : `${name(given)} = `}${printExpression(expression)}`;
const key = ({ expression, descending, nullsFirst }: SortKey): string =>
  `${printExpression(expression)} ${descending ? 'desc' : 'asc'} nulls ${nullsFirst ? 'first' : 'last'}`;

function printOperator(operator: Operator): string {
  switch (operator.kind) {
    case 'where':
    case 'search':
      return `${operator.kind} ${printExpression(operator.condition)}`;
    case 'extend':
    case 'project':
      return `${operator.kind} ${list(operator.columns, named)}`;
    case 'distinct':
      return `distinct ${operator.columns.length === 0 ? '*' : list(operator.columns, named)}`;
    case 'project-away':
      return `project-away ${list(operator.columns, (column) => name(column.name))}`;
    case 'summarize':
      return `summarize ${list(operator.aggregates, named)}${operator.by.length > 0 ? ` by ${list(operator.by, named)}` : ''}`;
    case 'order':
      return `order by ${list(operator.keys, key)}`;
    case 'top':
      return `top ${operator.rows} by ${list(operator.keys, key)}`;
    case 'take':
      return `take ${operator.rows}`;
    case 'count':
      return 'count';
    case 'join':
      return `join kind=${operator.how} (${printQuery(operator.right)}) on ${list(
        operator.on,
        (on) => `$left.${name(on.left.name)} == $right.${name(on.right.name)}`,
      )}`;
  }
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.literal);
    case 'column':
      return name(expression.name);
    case 'member':
      return `(${printExpression(expression.of)})[${JSON.stringify(expression.key)}]`;
    case 'minus':
      return `-(${printExpression(expression.of)})`;
    case 'logical':
      return `(${expression.of.map(printExpression).join(` ${expression.operator} `)})`;
    case 'binary':
      return `(${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)})`;
    case 'in':
      return `(${printExpression(expression.of)} ${expression.operator} (${list(expression.list, printExpression)}))`;
    case 'between':
      return `(${printExpression(expression.of)} ${expression.negated ? '!' : ''}between (${printExpression(expression.low)} .. ${printExpression(expression.high)}))`;
    case 'call':
      return `${expression.name}(${list(expression.args, printExpression)})`;
  }
}

function printLiteral(literal: Literal): string {
  if (literal.type === 'null') return 'null';
  if (literal.type === 'string')
    return JSON.stringify(literal.value).replaceAll(/\\[bf]/g, (escape) => (escape === '\\b' ? '\\u0008' : '\\u000c'));
  if (literal.type === 'datetime') return `datetime(${new Date(literal.value).toISOString()})`;
  return literal.type === 'timespan' ? `${literal.value}ms` : String(literal.value);
}
