import { Rejected } from '../../../model/rejected';
import { compileWildcards, parseWildcards } from './wildcard';

export type Condition =
  | { kind: 'selection'; name: string }
  | { kind: 'not'; of: Condition }
  | { kind: 'and' | 'or'; of: Condition[] }
  /** At least `count` of the named selections. */
  | { kind: 'atLeast'; count: number; of: string[] };

const maxLength = 4096;
const maxDepth = 64;

interface Token {
  text: string;
  at: number;
}

/**
 * Parses a Sigma condition over the selections of its rule: `or` binds weakest, then `and`, `not`, `N of`. Throws Rejected
 * with the position of the fault.
 */
export function parseCondition(text: string, selections: string[]): Condition {
  if (text.length > maxLength) throw fault(`is longer than ${maxLength} characters`);
  const tokens = tokensOf(text);
  let next = 0;

  const word = () => tokens[next]?.text.toLowerCase();
  const take = (): Token => {
    const token = tokens[next++];
    if (token === undefined) throw fault(`ends too early: "${text}"`);
    return token;
  };
  const accept = (expected: string): boolean => {
    if (word() !== expected) return false;
    next++;
    return true;
  };

  function chain(kind: 'and' | 'or', operand: () => Condition): Condition {
    const of = [operand()];
    while (accept(kind)) of.push(operand());
    return of.length === 1 ? of[0]! : { kind, of };
  }
  function unary(depth: number): Condition {
    if (depth > maxDepth) throw fault(`is nested deeper than ${maxDepth} levels`);
    if (accept('not')) return { kind: 'not', of: unary(depth + 1) };
    if (accept('(')) {
      const inner = disjunction(depth + 1);
      if (!accept(')')) throw fault(`lacks a ")" ${place()}`);
      return inner;
    }
    return operand();
  }
  function operand(): Condition {
    const token = take();
    if (word() === 'of') return quantified(token);
    if (!selections.includes(token.text)) throw fault(`names no selection with "${token.text}" at ${token.at}`);
    return { kind: 'selection', name: token.text };
  }
  function quantified(count: Token): Condition {
    next++;
    const pattern = take();
    const of = selectionsLike(pattern.text, selections);
    if (of.length === 0) throw fault(`"${pattern.text}" at ${pattern.at} matches no selection`);
    return { kind: 'atLeast', count: countOf(count, of.length), of };
  }
  function disjunction(depth: number): Condition {
    return chain('or', () => chain('and', () => unary(depth)));
  }
  const place = () => (tokens[next] ? `at ${tokens[next]!.at}, before "${tokens[next]!.text}"` : 'at its end');

  const condition = disjunction(0);
  if (next < tokens.length) throw fault(`has something it cannot read ${place()}`);
  return condition;
}

function tokensOf(text: string): Token[] {
  const tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({ text: match[0], at: match.index + 1 }));
  const foreign = tokens.find((token) => /[^\p{L}\p{N}\p{M}_.*?()-]/u.test(token.text));
  if (foreign === undefined) return tokens;
  const hint = foreign.text.includes('|') ? '; aggregations are written as correlation rules' : '';
  throw fault(`has "${foreign.text}" at ${foreign.at}, which is no part of a condition${hint}`);
}

function countOf({ text, at }: Token, available: number): number {
  const word = text.toLowerCase();
  if (word === 'any') return 1;
  if (word === 'all') return available;
  if (/^[1-9]\d{0,2}$/.test(word)) return Number(word);
  throw fault(`has "${text}" at ${at} before "of": write all, any or a number`);
}

function selectionsLike(pattern: string, selections: string[]): string[] {
  if (pattern.toLowerCase() === 'them') return selections.filter((name) => !name.startsWith('_'));
  return selections.filter(compileWildcards(parseWildcards(pattern)));
}

const fault = (reason: string): Rejected => new Rejected('RuleInvalid', `condition ${reason}`);
