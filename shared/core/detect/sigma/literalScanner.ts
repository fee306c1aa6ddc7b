import { createAffixSearch } from './affixTable';
import { createGramTable, type GramTable, hashOf, isFilled, type Piece } from './gramTable';

/** Finds which of many literals occur in a folded text. `found` gets the id of a literal at least once when it occurs. */
export type LiteralScanner = (text: string, found: (id: number) => void) => void;

export interface ScannedLiteral {
  /** Folded; not empty. */
  literal: string;
  at: 'start' | 'end' | 'anywhere';
}

/** Literals of this length are looked for at every fourth place only. */
const longLength = 7;

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/**
 * Each literal stands in a table under the rarest run of four characters that it has (fewer for shorter ones). The scan hashes
 * runs of the text and compares where the table has an entry. Unlike an automaton this takes no time to build and stays small.
 */
export function createLiteralScanner(literals: readonly ScannedLiteral[]): LiteralScanner {
  const pieces = literals.map(({ literal, at }, id) => ({ literal, at, id, before: 0 }));
  const affixes = (['start', 'end'] as const).flatMap((side) => {
    const own = pieces.filter(({ at }) => at === side);
    return own.length === 0 ? [] : [createAffixSearch(side, own)];
  });
  const inside = pieces.filter(({ at }) => at === 'anywhere');
  const ascii = searchesOf(inside.filter(({ literal }) => isAscii(literal)));
  const others = searchesOf(inside.filter(({ literal }) => !isAscii(literal)));

  return (folded, found) => {
    for (const search of affixes) search(folded, found);
    for (const search of ascii) search(folded, found);
    if (others.length > 0 && !isAscii(folded)) for (const search of others) search(folded, found);
  };
}

function searchesOf(pieces: Piece[]): LiteralScanner[] {
  const long = pieces.filter(({ literal }) => literal.length >= longLength);
  const short = [4, 3, 2, 1].map((width) => ({
    width,
    own: pieces.filter(({ literal: { length } }) => length < longLength && Math.min(length, 4) === width),
  }));
  return [
    searchOf(long, () => everyFourth(createGramTable(long, 4, 4))),
    ...short.map(({ width, own }) => searchOf(own, () => everyPlace(createGramTable(own, width, 1)))),
  ].flat();
}

/** So few are looked for one by one: that is native code. */
const few = 4;

function searchOf(pieces: Piece[], inTable: () => LiteralScanner): LiteralScanner[] {
  if (pieces.length === 0) return [];
  return pieces.length > few ? [inTable()] : [oneByOne(pieces)];
}

const oneByOne =
  (pieces: Piece[]): LiteralScanner =>
  (text, found) => {
    for (const { literal, id } of pieces) if (text.includes(literal)) found(id);
  };

function everyPlace(table: GramTable): LiteralScanner {
  const { filled, shift, mask, width } = table;
  return (text, found) => {
    let window = 0;
    for (let at = 0; at < text.length; at++) {
      window = (window << 8) | (text.charCodeAt(at) & 255);
      const hash = hashOf(window & mask, shift);
      if (isFilled(filled, hash) && at + 1 >= width) compare(table, hash, text, at + 1 - width, found);
    }
  };
}

function everyFourth(table: GramTable): LiteralScanner {
  const { filled, shift } = table;
  return (text, found) => {
    for (let at = 3; at < text.length; at += 4) {
      const gram =
        ((text.charCodeAt(at - 3) & 255) << 24) |
        ((text.charCodeAt(at - 2) & 255) << 16) |
        ((text.charCodeAt(at - 1) & 255) << 8) |
        (text.charCodeAt(at) & 255);
      const hash = hashOf(gram, shift);
      if (isFilled(filled, hash)) compare(table, hash, text, at - 3, found);
    }
  };
}

function compare(
  { slots, pieces }: GramTable,
  hash: number,
  text: string,
  gramAt: number,
  found: (id: number) => void,
): void {
  const alike = pieces[slots[hash]! - 1]!;
  for (let which = 0; which < alike.length; which++) {
    const { id, literal, before } = alike[which]!;
    if (text.startsWith(literal, gramAt - before) && gramAt >= before) found(id);
  }
}
