import type { Json } from '../../../shared/model/json';
import { badRequest } from '../fault';
import { equals } from './compare';
import { builtIn } from './functions/builtIn';
import { compileLike } from './like';
import { operators, unaryOperators } from './operators';
import type { Evaluate, Scope, Slots } from './scope';
import type { Expression, Select, Value } from './syntax';

/** Turns a subquery into a function from the outer row to the values of its rows. */
export type CompileRows = (select: Select, scope: Scope) => (slots: Slots) => Value[];

const aggregateNames = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'COUNTIF']);
export const isAggregate = (expression: Expression) =>
  expression.kind === 'call' && aggregateNames.has(expression.name);

function member(of: Value, name: Value): Value {
  if (typeof of !== 'object' || of === null) return undefined;
  if (Array.isArray(of)) return typeof name === 'number' ? of[name] : undefined;
  return typeof name === 'string' && Object.hasOwn(of, name) ? of[name] : undefined;
}

function anyOf(results: Iterable<Value>, decisive: boolean): Value {
  let unknown = false;
  for (const result of results) {
    if (result === decisive) return decisive;
    if (typeof result !== 'boolean') unknown = true;
  }
  return unknown ? undefined : !decisive;
}

function memberOf(wanted: Value, list: Value[]): Value {
  let unknown = false;
  for (const candidate of list) {
    const same = equals(wanted, candidate);
    if (same) return true;
    if (same === undefined) unknown = true;
  }
  return unknown ? undefined : false;
}

/** Compiles expressions into closures over the slots of a row. */
export function compileExpression(expression: Expression, scope: Scope, compileRows: CompileRows): Evaluate {
  const compile = (of: Expression): Evaluate => compileExpression(of, scope, compileRows);

  function call(name: string, args: Expression[]): Evaluate {
    if (aggregateNames.has(name)) throw badRequest(`The aggregate ${name} is not allowed here.`);
    const called = builtIn(name);
    if (!called) throw badRequest(`'${name}' is not a recognized built-in function name.`);
    if (args.length < called.least || args.length > called.most) {
      throw badRequest(`The ${name} function does not take ${args.length} argument(s).`);
    }
    const inputs = args.map(compile);
    return (slots) =>
      called.apply(
        inputs.map((input) => input(slots)),
        scope.now,
      );
  }

  function object(entries: [string, Expression][]): Evaluate {
    const members = entries.map(([name, of]) => [name, compile(of)] as const);
    return (slots) => {
      const present: [string, Json][] = [];
      for (const [name, of] of members) {
        const value = of(slots);
        if (value !== undefined) present.push([name, value]);
      }
      return Object.fromEntries(present);
    };
  }

  function subquery(form: 'scalar' | 'exists' | 'array', select: Select): Evaluate {
    const rows = compileRows(select, scope);
    if (form === 'array') return (slots) => rows(slots).filter((value) => value !== undefined);
    if (form === 'exists') return (slots) => rows(slots).length > 0;
    return (slots) => {
      const values = rows(slots);
      if (values.length > 1)
        throw badRequest('The cardinality of a scalar subquery result set cannot be greater than 1.');
      return values[0];
    };
  }

  function like(of: Evaluate, pattern: Evaluate, escape: string | undefined): Evaluate {
    let known: { pattern: string; matches: (text: string) => boolean } | undefined;
    return (slots) => {
      const [text, wanted] = [of(slots), pattern(slots)];
      if (typeof text !== 'string' || typeof wanted !== 'string') return undefined;
      if (known?.pattern !== wanted) known = { pattern: wanted, matches: compileLike(wanted, escape) };
      return known.matches(text);
    };
  }

  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'name': {
      const slot = scope.slotOf(expression.name);
      return (slots) => slots[slot];
    }
    case 'member': {
      const of = compile(expression.of);
      const name = compile(expression.member);
      return (slots) => member(of(slots), name(slots));
    }
    case 'unary': {
      const of = compile(expression.of);
      const operator = unaryOperators[expression.operator];
      if (!operator) throw badRequest(`The operator ${expression.operator} is unknown.`);
      return (slots) => operator(of(slots));
    }
    case 'binary': {
      const left = compile(expression.left);
      const right = compile(expression.right);
      const operator = operators[expression.operator];
      if (!operator) throw badRequest(`The operator ${expression.operator} is unknown.`);
      return (slots) => operator(left(slots), right(slots));
    }
    case 'logical': {
      const operands = expression.operands.map(compile);
      const decisive = expression.operator === 'OR';
      return (slots) => anyOf(lazily(operands, slots), decisive);
    }
    case 'in': {
      const of = compile(expression.of);
      const list = expression.list.map(compile);
      return (slots) =>
        memberOf(
          of(slots),
          list.map((item) => item(slots)),
        );
    }
    case 'condition': {
      const [test, whenTrue, otherwise] = [
        compile(expression.test),
        compile(expression.whenTrue),
        compile(expression.otherwise),
      ];
      return (slots) => (test(slots) === true ? whenTrue(slots) : otherwise(slots));
    }
    case 'array': {
      const items = expression.items.map(compile);
      return (slots) => items.map((item) => item(slots)).filter((value) => value !== undefined);
    }
    case 'like':
      return like(compile(expression.of), compile(expression.pattern), expression.escape);
    case 'call':
      return call(expression.name, expression.args);
    case 'object':
      return object(expression.entries);
    case 'subquery':
      return subquery(expression.form, expression.select);
  }
}

function* lazily(operands: Evaluate[], slots: Slots): Generator<Value> {
  for (const operand of operands) yield operand(slots);
}
