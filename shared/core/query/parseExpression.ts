import {
  comparisons,
  inOperators,
  textOperators,
  type BinaryOperator,
  type Expression,
  type InOperator,
  type Literal,
} from './syntax';
import { parseInstant } from './instant';
import type { TokenReader } from './tokenReader';
import type { Token } from './tokenise';

const maxDepth = 64;
const binary = new Set<string>([...comparisons, ...textOperators]);
const membership = new Set<string>(inOperators);

/** Reads one expression: `or` binds weakest, then `and`, comparisons, `+ -`, `* / %`, minus, members. */
export function parseExpression(reader: TokenReader, depth = 0): Expression {
  if (depth > maxDepth) throw reader.fault(`an expression is nested at most ${maxDepth} levels deep.`);
  const deeper = (): Expression => parseExpression(reader, depth + 1);
  return logical('or', () => logical('and', comparison));

  function logical(operator: 'and' | 'or', operand: () => Expression): Expression {
    const { at } = reader.peek();
    const of = [operand()];
    while (reader.accept(operator)) of.push(operand());
    return of.length === 1 ? of[0]! : { kind: 'logical', operator, of, at };
  }

  function comparison(): Expression {
    const left = sum();
    const { at, kind, text } = reader.peek();
    if (kind !== 'name' && kind !== 'symbol') return left;
    const operator = text === 'matches' ? 'matches regex' : text;
    if (binary.has(operator)) {
      reader.next();
      if (text === 'matches') reader.expect('regex');
      return { kind: 'binary', operator: operator as BinaryOperator, left, right: sum(), at };
    }
    if (membership.has(text)) {
      reader.next();
      return { kind: 'in', operator: text as InOperator, of: left, list: list(), at };
    }
    if (text === 'between' || text === '!between') {
      reader.next();
      reader.expect('(');
      const low = sum();
      reader.expect('..');
      const high = sum();
      reader.expect(')');
      return { kind: 'between', negated: text === '!between', of: left, low, high, at };
    }
    return left;
  }

  function sum(): Expression {
    return chain(['+', '-'], () => chain(['*', '/', '%'], unary));
  }

  function chain(operators: BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const { at, text, kind } = reader.peek();
      if (kind !== 'symbol' || !operators.includes(text as BinaryOperator)) return left;
      reader.next();
      left = { kind: 'binary', operator: text as BinaryOperator, left, right: operand(), at };
      reader.countNode();
    }
  }

  function unary(): Expression {
    const { at } = reader.peek();
    if (!reader.accept('-')) return members(primary());
    if (reader.peek().text === '-') throw reader.fault('one minus is enough.');
    const of = unary();
    return { kind: 'minus', of, at };
  }

  function members(start: Expression): Expression {
    let of = start;
    for (;;) {
      const { at } = reader.peek();
      if (reader.accept('.')) of = { kind: 'member', of, key: reader.name('the name of a member'), at };
      else if (reader.accept('[')) of = { kind: 'member', of, key: key(), at };
      else return of;
      reader.countNode();
    }
  }

  function key(): string | number {
    const token = reader.next();
    if (token.kind !== 'string' && token.kind !== 'number')
      throw reader.fault("a member is written ['name'] or [0].", token.at);
    reader.expect(']');
    return token.kind === 'string' ? token.text : token.value;
  }

  function list(): Expression[] {
    reader.expect('(');
    const items = [deeper()];
    while (reader.accept(',')) items.push(deeper());
    reader.expect(')');
    return items;
  }

  function primary(): Expression {
    reader.countNode();
    const token = reader.next();
    const { at, kind, text, value } = token;
    const literal = (of: Literal): Expression => ({ kind: 'literal', literal: of, at });
    if (kind === 'string') return literal({ type: 'string', value: text });
    if (kind === 'number' || kind === 'timespan') return literal({ type: kind, value });
    if (kind === 'datetime') return literal({ type: 'datetime', value: instant(token) });
    if (text === '(' && kind === 'symbol') {
      const inner = deeper();
      reader.expect(')');
      return inner;
    }
    // ['a column of any name']
    if (text === '[' && kind === 'symbol') return { kind: 'column', name: String(key()), at };
    if (kind !== 'name') throw reader.unexpected(token, 'a value');
    if (text === 'true' || text === 'false') return literal({ type: 'bool', value: text === 'true' });
    if (text === 'null') return literal({ type: 'null' });
    if (reader.peek().text !== '(' || reader.peek().kind !== 'symbol') return { kind: 'column', name: text, at };
    return { kind: 'call', name: text, args: args(), at };
  }

  function args(): Expression[] {
    reader.expect('(');
    if (reader.accept(')')) return [];
    const items = [deeper()];
    while (reader.accept(',')) items.push(deeper());
    reader.expect(')');
    return items;
  }

  function instant({ at, text }: Token): number {
    const value = parseInstant(text.replace(/^(["'])(.*)\1$/, '$2'));
    if (value === undefined) throw reader.fault(`"${text}" is no time: write datetime(2026-11-21T10:00:00Z).`, at);
    return value;
  }
}
