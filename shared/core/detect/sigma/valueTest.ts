import { Rejected } from '../../../model/rejected';
import { cidrTest } from './cidrTest';
import { clueOfAny, type Clues, clueOfTokens } from './clue';
import { datePart } from './datePart';
import { dashlessPart, encodedPatterns } from './encodings';
import type { Modifiers } from './modifiers';
import { type FieldText, lowerOf } from './recordView';
import { compileRegex } from './regexTest';
import { compileWildcards, type WildcardToken } from './wildcard';

export type RuleValue = string | number | boolean;
export type ValueTest = (field: FieldText) => boolean;

export interface CompiledValue {
  test: ValueTest;
  clues: Clues;
  /** The value in lower case when it is compared as a whole, without wildcards. */
  plain?: string;
}

/** How one value of a rule is compared with one text of a field. Throws Rejected when the value does not fit its modifiers. */
export function compileValue(field: string, value: RuleValue, modifiers: Modifiers): CompiledValue {
  const { comparison, part } = modifiers;
  if (comparison === 're') return compileRegex(field, String(value), modifiers.flags);
  if (comparison === 'cidr') return { test: cidrTest(String(value)), clues: [] };
  if (part !== undefined || isOrder(comparison)) return { test: numericTest(value, modifiers), clues: [] };
  if (typeof value === 'number' && comparison === 'equals') return numberTest(field, value);
  return textTest(field, String(value), modifiers);
}

function textTest(field: string, value: string, { comparison, encodings, flags }: Modifiers): CompiledValue {
  const cased = flags.has('cased') || encodings.some((encoding) => encoding.startsWith('base64'));
  const patterns = encodedPatterns(value, encodings).map((tokens) => opened(tokens, comparison));
  const tests = patterns.map((tokens) => compileWildcards(cased ? tokens : tokens.map(inLowerCase)));
  const clues = cluesOf(field, value, encodings, patterns);
  const [first] = patterns;
  const [only] = tests;
  if (only !== undefined && tests.length === 1) {
    const plain = !cased && isPlain(first!) ? { plain: plainText(first!).toLowerCase() } : {};
    return { test: cased ? ({ text }) => only(text) : (found) => only(lowerOf(found)), clues, ...plain };
  }
  const test: ValueTest = cased
    ? ({ text }) => tests.some((matches) => matches(text))
    : (found) => tests.some((matches) => matches(lowerOf(found)));
  return { test, clues };
}

/** Many ways to write the dashes make many clues; the text between two dashes says nearly as much. */
function cluesOf(field: string, value: string, encodings: Modifiers['encodings'], patterns: WildcardToken[][]): Clues {
  const dashless = patterns.length > 5 && encodings.length === 1 ? dashlessPart(value) : undefined;
  if (dashless !== undefined) return clueOfTokens(field, ['*', ...dashless, '*']);
  return clueOfAny(patterns.map((tokens) => clueOfTokens(field, tokens)));
}

const isPlain = (tokens: WildcardToken[]): boolean =>
  tokens.length === 0 || (tokens.length === 1 && typeof tokens[0] === 'object');

const plainText = ([token]: WildcardToken[]): string => (typeof token === 'object' ? token.literal : '');

function opened(tokens: WildcardToken[], comparison: Modifiers['comparison']): WildcardToken[] {
  const before = comparison === 'contains' || comparison === 'endswith';
  const after = comparison === 'contains' || comparison === 'startswith';
  const all: WildcardToken[] = [...(before ? ['*' as const] : []), ...tokens, ...(after ? ['*' as const] : [])];
  return all.filter((token, at) => token !== '*' || all[at - 1] !== '*');
}

const inLowerCase = (token: WildcardToken): WildcardToken =>
  typeof token === 'object' ? { literal: token.literal.toLowerCase() } : token;

const isOrder = (comparison: Modifiers['comparison']): comparison is 'gt' | 'gte' | 'lt' | 'lte' =>
  ['gt', 'gte', 'lt', 'lte'].includes(comparison);

/** Order, and equality of a part of a date. */
function numericTest(value: RuleValue, { comparison, part }: Modifiers): ValueTest {
  const limit = numberIn(String(value));
  if (limit === undefined) throw new Rejected('RuleInvalid', `"${String(value)}" is no number to compare with`);
  const read = part === undefined ? numberIn : (text: string) => datePart(text, part);
  const holds = {
    gt: (found: number) => found > limit,
    gte: (found: number) => found >= limit,
    lt: (found: number) => found < limit,
    lte: (found: number) => found <= limit,
    equals: (found: number) => found === limit,
  }[isOrder(comparison) ? comparison : 'equals'];
  return ({ text }) => {
    const found = read(text);
    return found !== undefined && holds(found);
  };
}

function numberTest(field: string, value: number): CompiledValue {
  const literal = String(value);
  const test: ValueTest = ({ text }) => text === literal || numberIn(text) === value;
  return { test, clues: clueOfTokens(field, [{ literal }]) };
}

/** Decimal, as JSON writes very large and small ones, or hexadecimal, as Windows writes masks and process ids. */
const written =
  /^[\t-\r ]*(?:[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:e[+-]\d{1,3})?|0x[\da-f]{1,64})[\t-\r ]*$/i;

const numberIn = (text: string): number | undefined => (written.test(text) ? Number(text) : undefined);
