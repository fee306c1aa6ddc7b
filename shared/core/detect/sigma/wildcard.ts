/** A Sigma text value: literal runs, `*` (any run of characters) and `?` (one character). */
export type WildcardToken = { literal: string } | '*' | '?';

/**
 * Splits a value by Sigma's escapes: `\*` and `\?` are literal, `\\` before a wildcard or another backslash is one
 * backslash, a backslash before anything else is itself.
 */
export function parseWildcards(value: string): WildcardToken[] {
  const tokens: WildcardToken[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') tokens.push({ literal });
    literal = '';
  };
  for (let at = 0; at < value.length; at++) {
    const char = value[at]!;
    const next = value[at + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at++;
    } else if (char === '*' || char === '?') {
      flush();
      if (char === '?' || tokens.at(-1) !== '*') tokens.push(char);
    } else {
      literal += char;
    }
  }
  flush();
  return tokens;
}

/** A test of a whole text. Linear in the text for every run between two `*`, without backtracking over `*`. */
export function compileWildcards(tokens: WildcardToken[]): (text: string) => boolean {
  const literals = tokens.filter((token) => typeof token === 'object').map((token) => token.literal);
  const shape = tokens.map((token) => (typeof token === 'object' ? 'L' : token)).join('');
  const only = literals[0] ?? '';
  if (shape === '') return (text) => text === '';
  if (shape === '*') return () => true;
  if (shape === 'L') return (text) => text === only;
  if (shape === '*L*') return (text) => text.includes(only);
  if (shape === 'L*') return (text) => text.startsWith(only);
  if (shape === '*L') return (text) => text.endsWith(only);
  return general(tokens);
}

/** Pieces between stars: the first is anchored at the start, the last at the end, the others found from the left. */
function general(tokens: WildcardToken[]): (text: string) => boolean {
  const pieces: WildcardToken[][] = [[]];
  for (const token of tokens) {
    if (token === '*') pieces.push([]);
    else pieces.at(-1)!.push(token);
  }
  const [head, ...rest] = pieces as [WildcardToken[], ...WildcardToken[][]];
  const tail = rest.pop();
  return (text) => {
    let at = matchAt(text, 0, head);
    if (at < 0) return false;
    if (tail === undefined) return at === text.length;
    for (const piece of rest) {
      at = find(text, at, piece);
      if (at < 0) return false;
    }
    return endsWithPiece(text, at, tail);
  };
}

/** End of the piece when it stands at `start`, else -1. */
function matchAt(text: string, start: number, piece: WildcardToken[]): number {
  let at = start;
  for (const token of piece) {
    if (token === '?') {
      const point = text.codePointAt(at);
      if (point === undefined) return -1;
      at += point > 0xffff ? 2 : 1;
    } else if (token !== '*') {
      if (!text.startsWith(token.literal, at)) return -1;
      at += token.literal.length;
    }
  }
  return at;
}

function find(text: string, from: number, piece: WildcardToken[]): number {
  const first = piece[0];
  for (let start = from; start <= text.length; start++) {
    if (typeof first === 'object') start = text.indexOf(first.literal, start);
    if (start < 0) return -1;
    const end = matchAt(text, start, piece);
    if (end >= 0) return end;
  }
  return -1;
}

function endsWithPiece(text: string, from: number, piece: WildcardToken[]): boolean {
  if (piece.length === 0) return true;
  const longest = piece.reduce((sum, token) => sum + (typeof token === 'object' ? token.literal.length : 2), 0);
  for (let start = Math.max(from, text.length - longest); start <= text.length; start++) {
    if (matchAt(text, start, piece) === text.length) return true;
  }
  return false;
}
