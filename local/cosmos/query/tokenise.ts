import { badRequest } from '../fault';
import type { Value } from './syntax';

export interface Token {
  kind: 'name' | 'keyword' | 'literal' | 'parameter' | 'symbol' | 'end';
  /** Keywords in upper case. */
  text: string;
  value?: Value;
  at: number;
}

// Reserved words of the service's grammar (Azure/azure-cosmos-dotnet-v3, sql.g4): also refused as property names after a dot.
const keywords = new Set(
  `AND ARRAY AS ASC BETWEEN BY DESC DISTINCT ESCAPE EXISTS FALSE FROM GROUP IN JOIN LEFT LIKE LIMIT NOT NULL OFFSET OR ORDER RIGHT
   SELECT TOP TRUE UDF UNDEFINED VALUE WHERE`.split(/\s+/),
);
const constants = new Map<string, Value>([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
  ['UNDEFINED', undefined],
]);
const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<parameter>@[\p{L}\p{N}_]+)|(?<quoted>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(?<symbol>>>>|<<|>>|<>|!=|<=|>=|\?\?|\|\||[-+*/%&|^~=<>?:.,()[\]{}])/uy;

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const unquoted = (text: string): string =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_whole, code: string | undefined, plain: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[plain] ?? plain),
    );

export const syntaxError = (near: string, at: number) =>
  badRequest(`Syntax error, incorrect syntax near '${near.slice(0, 40)}' at position ${at}.`);

function tokenOf(groups: Record<string, string | undefined>, at: number): Token | undefined {
  const { word, number, parameter, quoted, symbol } = groups;
  if (word !== undefined) {
    const upper = word.toUpperCase();
    if (constants.has(upper)) return { kind: 'literal', text: word, value: constants.get(upper), at };
    return keywords.has(upper) ? { kind: 'keyword', text: upper, at } : { kind: 'name', text: word, at };
  }
  if (number !== undefined) return { kind: 'literal', text: number, value: Number(number), at };
  if (quoted !== undefined) return { kind: 'literal', text: quoted, value: unquoted(quoted), at };
  if (parameter !== undefined) return { kind: 'parameter', text: parameter, at };
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol, at };
}

/** Splits a query into tokens; the last one is `end`. */
export function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (!match) throw syntaxError(query.slice(at, at + 20), at);
    const token = tokenOf(match.groups ?? {}, at);
    if (token) tokens.push(token);
    at = pattern.lastIndex;
  }
  tokens.push({ kind: 'end', text: 'end of query', at });
  return tokens;
}
