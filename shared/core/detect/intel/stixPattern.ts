import { Rejected } from '../../../model/rejected';
import type { Indicator, IndicatorType } from './indicator';

/** A thing that a pattern names. */
export type NamedThing = Pick<Indicator, 'type' | 'value'>;

const token =
  /\s*(?:(?<text>'(?:[^'\\]|\\.)*')|(?<path>[a-z0-9-]+:[A-Za-z0-9_.'[\]*-]+)|(?<word>[A-Za-z]+)|(?<sign>!=|<=|>=|[[\](),=<>])|(?<number>-?\d+(?:\.\d+)?))/y;

interface Token {
  kind: 'text' | 'path' | 'word' | 'sign' | 'number';
  text: string;
}

const maxPattern = 20_000;
const maxThings = 10_000;

const types: Record<string, IndicatorType> = {
  'ipv4-addr:value': 'ip',
  'ipv6-addr:value': 'ip',
  'network-traffic:dst_ref.value': 'ip',
  'network-traffic:src_ref.value': 'ip',
  'domain-name:value': 'domain',
  'url:value': 'url',
};
const hash = /^(?:file|artifact):hashes\.'?(?:MD5|SHA-1|SHA-256)'?$/i;
/** What only narrows a file that its hash names already. */
const refinement = /^file:(?:name|size|mime_type|extensions\b.*|hashes\..*)$/i;

/**
 * Things that a STIX 2.1 pattern (OASIS, section 9) names one by one: comparisons with `=`, `IN` and `ISSUBSET` of addresses, domains, URLs and file
 * hashes, joined by OR. Throws Rejected, with the reason, for patterns that ask for several things at once or for what no index
 * can answer: taking a part of them would raise alerts that the author did not mean.
 */
export function thingsInPattern(pattern: string): NamedThing[] {
  if (pattern.length > maxPattern) throw unusable(`has ${pattern.length} characters; at most ${maxPattern} are read`);
  const tokens = tokenise(pattern);
  let at = 0;
  const things: NamedThing[] = [];
  readObservation();
  while (at < tokens.length) {
    const { text } = tokens[at++]!;
    if (text.toUpperCase() !== 'OR') throw unusable(`joins observations by ${text}; only OR can be looked up`);
    readObservation();
  }
  if (things.length > maxThings) throw unusable(`names ${things.length} things; at most ${maxThings}`);
  return things;

  function readObservation(): void {
    expectSign('[');
    const comparisons = [readComparison()];
    const joints = new Set<string>();
    while (tokens[at]?.kind === 'word') {
      joints.add(tokens[at++]!.text.toUpperCase());
      comparisons.push(readComparison());
    }
    expectSign(']');
    if (joints.has('AND')) things.push(...ofOneFile(comparisons, joints));
    else things.push(...comparisons.flatMap(thingsOf));
  }

  function readComparison(): Comparison {
    const path = next('path');
    if (tokens[at]?.text.toUpperCase() === 'NOT') throw unusable(`says NOT of ${path}`);
    const operator = (tokens[at++]?.text ?? '').toUpperCase();
    return { path, operator, values: operator === 'IN' ? readList() : [readValue()] };
  }

  function readList(): string[] {
    expectSign('(');
    const values = [readValue()];
    while (tokens[at]?.text === ',') {
      at++;
      values.push(readValue());
    }
    expectSign(')');
    return values;
  }

  function readValue(): string {
    const value = tokens[at++];
    if (value?.kind === 'text') return value.text.slice(1, -1).replace(/\\(.)/g, '$1');
    if (value?.kind === 'number') return value.text;
    throw unusable(`needs a value where it says "${value?.text ?? 'nothing'}"`);
  }

  function next(kind: Token['kind']): string {
    const found = tokens[at++];
    if (found?.kind !== kind) throw unusable(`needs a ${kind} where it says "${found?.text ?? 'nothing'}"`);
    return found.text;
  }

  function expectSign(sign: string): void {
    const found = tokens[at++];
    if (found?.text !== sign) throw unusable(`needs ${sign} where it says "${found?.text ?? 'nothing'}"`);
  }
}

interface Comparison {
  path: string;
  operator: string;
  values: string[];
}

function thingsOf({ path, operator, values }: Comparison): NamedThing[] {
  const type = hash.test(path) ? 'hash' : types[path.toLowerCase()];
  if (type === undefined) throw unusable(`asks for ${path}, which cannot be looked up`);
  const isNetwork = type === 'ip' && (operator === 'ISSUBSET' || values.some((value) => value.includes('/')));
  if (operator !== '=' && operator !== 'IN' && !(isNetwork && operator === 'ISSUBSET')) {
    throw unusable(`compares ${path} by ${operator || 'nothing'}`);
  }
  return values.map((value) => ({ type: isNetwork && value.includes('/') ? 'cidr' : type, value }));
}

/** `[file:hashes.MD5 = .. AND file:name = ..]`: the hash alone names the file. */
function ofOneFile(comparisons: Comparison[], joints: ReadonlySet<string>): NamedThing[] {
  const hashes = comparisons.filter(({ path }) => hash.test(path));
  if (joints.size > 1 || hashes.length === 0 || !comparisons.every(({ path }) => refinement.test(path))) {
    throw unusable('asks for several things at once (AND)');
  }
  return thingsOf(hashes[0]!);
}

function tokenise(pattern: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < pattern.trimEnd().length) {
    const from = token.lastIndex;
    const groups = token.exec(pattern)?.groups;
    const found = Object.entries(groups ?? {}).find(([, text]) => text !== undefined);
    if (found === undefined) throw unusable(`cannot be read at character ${from + 1}`);
    tokens.push({ kind: found[0] as Token['kind'], text: found[1]! });
  }
  return tokens;
}

const unusable = (reason: string): Rejected => new Rejected('PatternUnusable', `The pattern ${reason}`);
