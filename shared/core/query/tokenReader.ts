import type { Rejected } from '../../model/rejected';
import { queryFault } from './queryFault';
import { tokenise, type Token } from './tokenise';

/** Reads the tokens of one query, one after the other. Every fault is a Rejected with its position. */
export interface TokenReader {
  peek(): Token;
  next(): Token;
  /** Takes the next token if it is this word or sign. */
  accept(text: string): boolean;
  expect(text: string): Token;
  /** The next token as a name; `what` says what it names. */
  name(what: string): string;
  /** Bounds the size, and with it the depth, of what is built from a query. */
  countNode(): void;
  fault(reason: string, at?: number): Rejected;
  unexpected(token: Token, wanted: string): Rejected;
}

const maxNodes = 1_500;

export function tokenReader(text: string): TokenReader {
  const tokens = tokenise(text);
  let at = 0;
  let nodes = 0;
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)]!;
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const is = (token: Token, wanted: string): boolean =>
    (token.kind === 'name' || token.kind === 'symbol') && token.text === wanted;
  const fault = (reason: string, offset = peek().at): Rejected => queryFault(text, offset, reason);
  const unexpected = (token: Token, wanted: string): Rejected =>
    fault(
      `${token.kind === 'end' ? 'the query ends' : `"${text.slice(token.at, token.end).slice(0, 40)}" stands`} where ${wanted} is expected.`,
      token.at,
    );
  const expect = (wanted: string): Token => {
    const token = next();
    if (!is(token, wanted)) throw unexpected(token, `"${wanted}"`);
    return token;
  };

  return {
    peek,
    next,
    accept(wanted) {
      if (!is(peek(), wanted)) return false;
      at += 1;
      return true;
    },
    expect,
    name(what) {
      const token = next();
      if (token.kind === 'name' && /^\w+$/.test(token.text)) return token.text;
      if (!is(token, '[') || peek().kind !== 'string') throw unexpected(token, what);
      const { text: quoted } = next();
      expect(']');
      return quoted;
    },
    countNode() {
      nodes += 1;
      if (nodes > maxNodes) throw fault(`a query has at most ${maxNodes} values and names.`);
    },
    fault,
    unexpected,
  };
}
