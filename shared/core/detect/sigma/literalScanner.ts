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
  const ascii = tablesOf(inside.filter(({ literal }) => isAscii(literal)));
  const others = tablesOf(inside.filter(({ literal }) => !isAscii(literal)));

  return (folded, found) => {
    for (const search of affixes) search(folded, found);
    for (const table of ascii) pass(table, folded, found);
    if (others.length > 0 && !isAscii(folded)) for (const table of others) pass(table, folded, found);
  };
}

function tablesOf(pieces: Piece[]): GramTable[] {
  const long = pieces.filter(({ literal }) => literal.length >= longLength);
  const tables = long.length === 0 ? [] : [createGramTable(long, 4, 4)];
  for (const width of [4, 3, 2, 1]) {
    const own = pieces.filter(({ literal: { length } }) => length < longLength && Math.min(length, 4) === width);
    if (own.length > 0) tables.push(createGramTable(own, width, 1));
  }
  return tables;
}

function pass(table: GramTable, text: string, found: (id: number) => void): void {
  if (table.stride === 1) everyPlace(table, text, found);
  else everyFourth(table, text, found);
}

function everyPlace(table: GramTable, text: string, found: (id: number) => void): void {
  const { filled, shift, mask, width } = table;
  let window = 0;
  for (let at = 0; at < text.length; at++) {
    window = (window << 8) | (text.charCodeAt(at) & 255);
    const hash = hashOf(window & mask, shift);
    if (isFilled(filled, hash) && at + 1 >= width) compare(table, hash, text, at + 1 - width, found);
  }
}

function everyFourth(table: GramTable, text: string, found: (id: number) => void): void {
  const { filled, shift } = table;
  for (let at = 3; at < text.length; at += 4) {
    const gram =
      ((text.charCodeAt(at - 3) & 255) << 24) |
      ((text.charCodeAt(at - 2) & 255) << 16) |
      ((text.charCodeAt(at - 1) & 255) << 8) |
      (text.charCodeAt(at) & 255);
    const hash = hashOf(gram, shift);
    if (isFilled(filled, hash)) compare(table, hash, text, at - 3, found);
  }
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
