import { RE2JS } from 're2js';
import { functions } from './functions';
import { isConstant } from './isConstant';
import { binaryOperators, inTests } from './operators';
import { queryFault } from './queryFault';
import { unknownColumn, type Row, type Schema } from './schema';
import type { Expression, Literal } from './syntax';
import { isObject, isTimespan, timespan, toNumber, toText, type Value } from './value';

export type Evaluate = (row: Row) => Value;

/** What an expression is compiled against. `now` is the time of the query: the same for all its rows and pages. */
export interface Scope {
  text: string;
  now: Date;
  schema: Schema;
}

const maxPattern = 4096;

function literalValue(literal: Literal): Value {
  if (literal.type === 'null') return null;
  if (literal.type === 'datetime') return new Date(literal.value);
  return literal.type === 'timespan' ? timespan(literal.value) : literal.value;
}

/** Compiles an expression to a function of a row. Throws Rejected with the position of what does not fit. */
export function compileExpression(expression: Expression, scope: Scope): Evaluate {
  const evaluate = compileAny(expression, scope);
  if (expression.kind === 'literal' || !isConstant(expression)) return evaluate;
  const value = evaluate([]);
  return () => value;
}

function compileAny(expression: Expression, scope: Scope): Evaluate {
  const compile = (of: Expression): Evaluate => compileExpression(of, scope);
  switch (expression.kind) {
    case 'literal': {
      const value = literalValue(expression.literal);
      return () => value;
    }
    case 'column':
      return compileColumn(expression.name, expression.at, scope);
    case 'member': {
      const [of, { key }] = [compile(expression.of), expression];
      return (row) => memberOf(of(row), key);
    }
    case 'minus': {
      const of = compile(expression.of);
      return (row) => negative(of(row));
    }
    case 'logical': {
      const of = expression.of.map(compile);
      return expression.operator === 'and'
        ? (row) => of.every((test) => test(row) === true)
        : (row) => of.some((test) => test(row) === true);
    }
    case 'binary': {
      const { operator, right } = expression;
      const left = compile(expression.left);
      if (operator === 'matches regex') return matches(left, compilePattern(right, scope.text));
      const [apply, other] = [binaryOperators[operator], compile(right)];
      return (row) => apply(left(row), other(row));
    }
    case 'in': {
      const [of, list, test] = [compile(expression.of), expression.list.map(compile), inTests[expression.operator]];
      const fixed = expression.list.every(isConstant) ? list.map((item) => item([])) : undefined;
      return (row) => test(of(row), fixed ?? list.map((item) => item(row)));
    }
    case 'between': {
      const { negated } = expression;
      const [of, low, high] = [compile(expression.of), compile(expression.low), compile(expression.high)];
      return (row) => {
        const value = of(row);
        const within =
          binaryOperators['>='](value, low(row)) === true && binaryOperators['<='](value, high(row)) === true;
        return within !== negated;
      };
    }
    case 'call':
      return compileCall(expression, scope);
  }
}

function compileColumn(name: string, at: number, { schema, text }: Scope): Evaluate {
  const index = schema.columns.indexOf(name);
  if (index >= 0) return (row) => row[index] ?? null;
  const { fieldsAt } = schema;
  if (fieldsAt === undefined) throw unknownColumn(schema, { name, at }, text);
  return (row) => memberOf(row[fieldsAt] ?? null, name);
}

function memberOf(value: Value, key: string | number): Value {
  if (Array.isArray(value)) return typeof key === 'number' ? (value.at(key) ?? null) : null;
  if (!isObject(value) || typeof key !== 'string' || !Object.hasOwn(value, key)) return null;
  return value[key] ?? null;
}

function negative(value: Value): Value {
  if (isTimespan(value)) return timespan(-value.milliseconds);
  const number = toNumber(value);
  return number === undefined ? null : -number;
}

function compileCall(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluate {
  const { name, args, at } = call;
  const given = args.length;
  const count = (least: number, most: number): void => {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    if (given < least || given > most)
      throw queryFault(scope.text, at, `${name}() takes ${wanted} values, not ${given}.`);
  };
  if (name === 'now' || name === 'ago') {
    count(Number(name === 'ago'), 1);
    const [of] = args.map((arg) => compileExpression(arg, scope));
    const sign = name === 'ago' ? -1 : 1;
    return (row) => shifted(scope.now, of ? of(row) : timespan(0), sign);
  }
  if (name === 'extract') {
    count(3, 3);
    const pattern = compilePattern(args[0]!, scope.text);
    const [group, text] = args.slice(1).map((arg) => compileExpression(arg, scope));
    return (row) => captured(pattern, toNumber(group!(row)) ?? 0, toText(text!(row)));
  }
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw queryFault(scope.text, at, `there is no function "${name}" here: see the list in docs/query.md.`);
  count(found.least, found.most);
  const values = args.map((arg) => compileExpression(arg, scope));
  return (row) => found.apply(values.map((value) => value(row)));
}

function shifted(now: Date, by: Value, sign: number): Value {
  const date = isTimespan(by) ? new Date(now.getTime() + sign * by.milliseconds) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}

/** RE2 only: its time is linear in the text, whatever the pattern. */
function compilePattern(expression: Expression, text: string): RE2JS {
  const { at } = expression;
  if (expression.kind !== 'literal' || expression.literal.type !== 'string')
    throw queryFault(text, at, 'a regular expression is written as a text here.');
  const { value } = expression.literal;
  if (value.length > maxPattern)
    throw queryFault(text, at, `a regular expression has at most ${maxPattern} characters.`);
  try {
    return RE2JS.compile(value);
  } catch (cause) {
    throw queryFault(text, at, `this is no regular expression that RE2 reads: ${String(cause).slice(0, 200)}`);
  }
}

const matches =
  (of: Evaluate, pattern: RE2JS): Evaluate =>
  (row) =>
    pattern.test(toText(of(row)));

function captured(pattern: RE2JS, group: number, text: string): Value {
  const matcher = pattern.matcher(text);
  if (!Number.isInteger(group) || group < 0 || group > pattern.groupCount() || !matcher.find()) return null;
  return matcher.group(group) ?? null;
}
