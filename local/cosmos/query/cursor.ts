import { badRequest } from '../fault';
import type { Value } from './syntax';
import { syntaxError, tokenise, type Token } from './tokenise';

/** Reads tokens one after another; words are keywords in upper case or symbols. */
export interface Cursor {
  peek(ahead?: number): Token;
  next(): Token;
  /** Whether the next token is this keyword or symbol. */
  at(...words: string[]): boolean;
  /** Takes the next token if it is one of these. */
  accept(...words: string[]): string | undefined;
  expect(word: string): void;
  name(): string;
  parameter(name: string): Value;
  fail(): Error;
  /** Runs one level deeper; 400 beyond 100 levels. */
  nested<T>(parse: () => T): T;
}

const maximumDepth = 100;

export function openCursor(query: string, parameters: ReadonlyMap<string, Value>): Cursor {
  const tokens = tokenise(query);
  const end = tokens.at(-1) ?? { kind: 'end', text: '', at: 0 };
  let position = 0;
  let depth = 0;

  const peek = (ahead = 0) => tokens[position + ahead] ?? end;
  const fail = () => syntaxError(peek().text, peek().at);
  const next = () => {
    const token = peek();
    position++;
    return token;
  };
  const at = (...words: string[]) => {
    const { kind, text } = peek();
    return (kind === 'keyword' || kind === 'symbol') && words.includes(text);
  };
  const accept = (...words: string[]) => (at(...words) ? next().text : undefined);

  return {
    peek,
    next,
    at,
    accept,
    fail,
    expect(word) {
      if (accept(word) === undefined) throw fail();
    },
    name() {
      const { kind, text } = peek();
      if (kind === 'keyword')
        throw badRequest(
          `'${text}' is a reserved word of the query language: write ["${text.toLowerCase()}"] instead.`,
        );
      if (kind !== 'name') throw fail();
      return next().text;
    },
    parameter(name) {
      if (!parameters.has(name)) throw badRequest(`The query names the parameter ${name}, which was not sent.`);
      return parameters.get(name);
    },
    nested(parse) {
      if (++depth > maximumDepth) throw badRequest(`The query is nested deeper than ${maximumDepth} levels.`);
      const result = parse();
      depth--;
      return result;
    },
  };
}
