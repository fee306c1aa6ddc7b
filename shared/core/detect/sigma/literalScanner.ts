import { createAffixSearch } from './affixTrie';
import { createGramTable, type GramTable, hashOf, type Piece } from './gramTable';

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
    let isPlain = true;
    for (const table of ascii) isPlain = pass(table, folded, found);
    if (!isPlain || (ascii.length === 0 && others.length > 0 && !isAscii(folded))) {
      for (const table of others) pass(table, folded, found);
    }
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

/** Answers whether the text is plain ASCII. */
function pass(table: GramTable, text: string, found: (id: number) => void): boolean {
  return table.stride === 1 ? everyPlace(table, text, found) : everyFourth(table, text, found);
}

function everyPlace(
  { slots, shift, mask, width, pieces }: GramTable,
  text: string,
  found: (id: number) => void,
): boolean {
  let window = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    seen |= char;
    window = (window << 8) | (char & 255);
    const slot = slots[hashOf(window & mask, shift)]!;
    if (slot !== 0 && at + 1 >= width) compare(pieces[slot - 1]!, text, at + 1 - width, found);
  }
  return seen < 128;
}

function everyFourth({ slots, shift, pieces }: GramTable, text: string, found: (id: number) => void): boolean {
  const end = text.length - 3;
  let seen = 0;
  for (let at = 0; at < end; at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    seen |= a | b | c | d;
    const gram = ((a & 255) << 24) | ((b & 255) << 16) | ((c & 255) << 8) | (d & 255);
    const slot = slots[hashOf(gram, shift)]!;
    if (slot !== 0) compare(pieces[slot - 1]!, text, at, found);
  }
  return seen < 128 && (end % 4 === 1 || isAscii(text.slice(-3)));
}

function compare(pieces: readonly Piece[], text: string, gramAt: number, found: (id: number) => void): void {
  for (let which = 0; which < pieces.length; which++) {
    const { id, literal, before } = pieces[which]!;
    if (text.startsWith(literal, gramAt - before) && gramAt >= before) found(id);
  }
}
