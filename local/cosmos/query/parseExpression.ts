import { badRequest } from '../fault';
import type { Cursor } from './cursor';
import type { Expression, Select } from './syntax';

type ParseSelect = (cursor: Cursor) => Select;
type Parse = () => Expression;

// Loosest first.
const binaryLevels = [['|'], ['^'], ['&'], ['<<', '>>', '>>>'], ['+', '-', '||'], ['*', '/', '%']];
const comparisons = ['=', '!=', '<>', '<', '<=', '>', '>='];
const longestChain = 1000;

/** Parses one scalar expression by recursive descent; `parseSelect` reads the subqueries in it. */
export function parseExpression(cursor: Cursor, parseSelect: ParseSelect): Expression {
  const expression: Parse = () => cursor.nested(conditional);
  const not = (of: Expression): Expression => ({ kind: 'unary', operator: 'NOT', of });

  function list(closing: string): Expression[] {
    const items: Expression[] = [];
    if (cursor.accept(closing)) return items;
    do items.push(expression());
    while (cursor.accept(','));
    cursor.expect(closing);
    return items;
  }

  function subquery(form: 'scalar' | 'exists' | 'array'): Expression {
    cursor.expect('(');
    const select = cursor.nested(() => parseSelect(cursor));
    cursor.expect(')');
    return { kind: 'subquery', form, select };
  }

  function object(): Expression {
    const entries: [string, Expression][] = [];
    while (!cursor.accept('}')) {
      if (entries.length > 0) cursor.expect(',');
      const key = cursor.next();
      const name =
        key.kind === 'literal' && typeof key.value === 'string'
          ? key.value
          : key.kind === 'name'
            ? key.text
            : undefined;
      if (name === undefined) throw cursor.fail();
      cursor.expect(':');
      entries.push([name, expression()]);
    }
    return { kind: 'object', entries };
  }

  function primary(): Expression {
    if (cursor.at('(')) {
      if (cursor.peek(1).text === 'SELECT') return subquery('scalar');
      cursor.next();
      const inner = expression();
      cursor.expect(')');
      return inner;
    }
    if (cursor.accept('EXISTS')) return subquery('exists');
    if (cursor.accept('ARRAY')) return subquery('array');
    if (cursor.accept('[')) return { kind: 'array', items: list(']') };
    if (cursor.accept('{')) return object();
    if (cursor.at('LEFT', 'RIGHT') && cursor.peek(1).text === '(') {
      const name = cursor.next().text;
      cursor.next();
      return { kind: 'call', name, args: list(')') };
    }
    if (cursor.at('UDF')) throw badRequest('User-defined functions are not supported.');
    const token = cursor.peek();
    if (token.kind !== 'literal' && token.kind !== 'parameter' && token.kind !== 'name') throw cursor.fail();
    cursor.next();
    if (token.kind === 'literal') return { kind: 'literal', value: token.value };
    if (token.kind === 'parameter') return { kind: 'literal', value: cursor.parameter(token.text) };
    if (cursor.accept('(')) return { kind: 'call', name: token.text.toUpperCase(), args: list(')') };
    return { kind: 'name', name: token.text };
  }

  function postfix(): Expression {
    let of = primary();
    for (;;) {
      if (cursor.accept('.')) {
        of = { kind: 'member', of, member: { kind: 'literal', value: cursor.name() } };
      } else if (cursor.accept('[')) {
        of = { kind: 'member', of, member: expression() };
        cursor.expect(']');
      } else return of;
    }
  }

  function unary(): Expression {
    const operator = cursor.accept('-', '+', '~');
    if (operator === undefined) return postfix();
    const of = cursor.nested(unary);
    if (of.kind === 'literal' && typeof of.value === 'number' && operator === '-')
      return { kind: 'literal', value: -of.value };
    return { kind: 'unary', operator, of };
  }

  function binary(level: number): Expression {
    const operators = binaryLevels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (let length = 0; ; length++) {
      const operator = cursor.accept(...operators);
      if (operator === undefined) return left;
      if (length > longestChain) throw badRequest(`More than ${longestChain} operators in a row.`);
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
  }

  function predicate(of: Expression): Expression | undefined {
    if (cursor.accept('IN')) {
      cursor.expect('(');
      return { kind: 'in', of, list: list(')') };
    }
    if (cursor.accept('BETWEEN')) {
      const low = binary(0);
      cursor.expect('AND');
      const bounds: Expression[] = [
        { kind: 'binary', operator: '>=', left: of, right: low },
        { kind: 'binary', operator: '<=', left: of, right: binary(0) },
      ];
      return { kind: 'logical', operator: 'AND', operands: bounds };
    }
    if (!cursor.accept('LIKE')) return undefined;
    const pattern = binary(0);
    const escape = cursor.accept('ESCAPE') ? cursor.next().value : undefined;
    return { kind: 'like', of, pattern, escape: typeof escape === 'string' ? escape : undefined };
  }

  function comparison(): Expression {
    let left = binary(0);
    for (;;) {
      if (cursor.at('NOT')) {
        cursor.next();
        const negated = predicate(left);
        if (!negated) throw cursor.fail();
        left = not(negated);
        continue;
      }
      const operator = cursor.accept(...comparisons);
      const found: Expression | undefined = operator
        ? { kind: 'binary', operator: operator === '<>' ? '!=' : operator, left, right: binary(0) }
        : predicate(left);
      if (!found) return left;
      left = found;
    }
  }

  const negation: Parse = () => (cursor.accept('NOT') ? not(cursor.nested(negation)) : comparison());

  function logical(operator: 'AND' | 'OR', operand: Parse): Expression {
    const operands = [operand()];
    while (cursor.accept(operator)) operands.push(operand());
    const [only] = operands;
    return operands.length === 1 && only ? only : { kind: 'logical', operator, operands };
  }

  const conjunction: Parse = () => logical('AND', negation);
  const disjunction: Parse = () => logical('OR', conjunction);

  function coalesce(): Expression {
    const left = disjunction();
    return cursor.accept('??') ? { kind: 'binary', operator: '??', left, right: cursor.nested(coalesce) } : left;
  }

  function conditional(): Expression {
    const test = coalesce();
    if (!cursor.accept('?')) return test;
    const whenTrue = expression();
    cursor.expect(':');
    return { kind: 'condition', test, whenTrue, otherwise: expression() };
  }

  return expression();
}
