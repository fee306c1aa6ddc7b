import { isValidCIDR, parse, parseCIDR } from 'ipaddr.js';
import { RE2JS } from 're2js';
import { Rejected } from '../../../model/rejected';
import { canonicalAddress } from '../canonicalAddress';
import { encodedPatterns } from './encodings';
import type { Modifiers } from './modifiers';
import type { FieldText } from './recordView';
import { compileWildcards, type WildcardToken } from './wildcard';

export type RuleValue = string | number | boolean;
export type ValueTest = (field: FieldText) => boolean;

const maxRegexLength = 4096;

/** How one value of a rule is compared with one text of a field. Throws Rejected when the value does not fit its modifiers. */
export function compileValue(value: RuleValue, modifiers: Modifiers): ValueTest {
  const { comparison } = modifiers;
  if (comparison === 're') return regexTest(String(value), modifiers.flags);
  if (comparison === 'cidr') return cidrTest(String(value));
  if (comparison === 'gt' || comparison === 'gte' || comparison === 'lt' || comparison === 'lte') {
    return orderTest(value, comparison);
  }
  if (typeof value === 'number' && comparison === 'equals') return numberTest(value);
  return textTest(String(value), modifiers);
}

function textTest(value: string, { comparison, encodings, flags }: Modifiers): ValueTest {
  const cased = flags.has('cased') || encodings.some((encoding) => encoding.startsWith('base64'));
  const tests = encodedPatterns(value, encodings)
    .map((tokens) => (cased ? tokens : tokens.map(inLowerCase)))
    .map((tokens) => compileWildcards(opened(tokens, comparison)));
  const key = cased ? 'text' : 'lower';
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return (field) => only(field[key]);
  return (field) => tests.some((test) => test(field[key]));
}

function opened(tokens: WildcardToken[], comparison: Modifiers['comparison']): WildcardToken[] {
  const before = comparison === 'contains' || comparison === 'endswith';
  const after = comparison === 'contains' || comparison === 'startswith';
  const all: WildcardToken[] = [...(before ? ['*' as const] : []), ...tokens, ...(after ? ['*' as const] : [])];
  return all.filter((token, at) => token !== '*' || all[at - 1] !== '*');
}

const inLowerCase = (token: WildcardToken): WildcardToken =>
  typeof token === 'object' ? { literal: token.literal.toLowerCase() } : token;

/** Only RE2: linear time whatever the pattern and the text. Case counts unless `i` is given. */
function regexTest(pattern: string, flags: Modifiers['flags']): ValueTest {
  if (pattern.length > maxRegexLength)
    throw invalid(`a regular expression is longer than ${maxRegexLength} characters`);
  const bits =
    (flags.has('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.has('m') ? RE2JS.MULTILINE : 0) |
    (flags.has('s') ? RE2JS.DOTALL : 0);
  try {
    const regex = RE2JS.compile(pattern, bits);
    return (field) => regex.test(field.text);
  } catch (cause) {
    throw invalid(`the regular expression "${pattern}" is none that RE2 reads: ${String(cause)}`, { cause });
  }
}

function cidrTest(value: string): ValueTest {
  const whole = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;
  if (!isValidCIDR(whole)) throw invalid(`"${value}" is no network in CIDR notation`);
  const network = parseCIDR(whole);
  return ({ text: found }) => {
    const address = canonicalAddress(found.trim());
    if (address === undefined) return false;
    const parsed = parse(address);
    return parsed.kind() === network[0].kind() && parsed.match(network);
  };
}

function orderTest(value: RuleValue, comparison: 'gt' | 'gte' | 'lt' | 'lte'): ValueTest {
  const limit = numberIn(String(value));
  if (limit === undefined) throw invalid(`"${String(value)}" is no number to compare with`);
  const holds = {
    gt: (found: number) => found > limit,
    gte: (found: number) => found >= limit,
    lt: (found: number) => found < limit,
    lte: (found: number) => found <= limit,
  }[comparison];
  return (field) => {
    const found = numberIn(field.text);
    return found !== undefined && holds(found);
  };
}

function numberTest(value: number): ValueTest {
  const text = String(value);
  return (field) => field.text === text || numberIn(field.text) === value;
}

function numberIn(text: string): number | undefined {
  return /^\s*[+-]?\d{1,300}(\.\d{1,300})?\s*$/.test(text) ? Number(text) : undefined;
}

const invalid = (reason: string, options?: ErrorOptions): Rejected => new Rejected('RuleInvalid', reason, options);
