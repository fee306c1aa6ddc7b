import { usualTexts } from './usualTexts';

/** A literal under one of its grams: runs of `width` characters. `before` of its characters stand before the gram. */
export interface Piece {
  id: number;
  literal: string;
  before: number;
}

/** Literals by hashes of their grams. `slots` holds 0, or 1 more than the place in `pieces`. */
export interface GramTable {
  width: number;
  /** The text is looked at in every place, or in every fourth: then each literal has four grams here, one after the other. */
  stride: 1 | 4;
  mask: number;
  shift: number;
  slots: Int32Array;
  /** A bit for each slot that is not 0: small enough to stay near the processor, and most hashes of a text find nothing. */
  filled: Int32Array;
  pieces: Piece[][];
}

/** Sets the bit that tells lower from upper case, which makes some other characters equal as well: the comparison decides. */
export const hashOf = (gram: number, shift: number): number => Math.imul(gram | 0x20202020, 0x9e3779b1) >>> shift;

export const isFilled = (filled: Int32Array, hash: number): boolean => (filled[hash >>> 5]! & (1 << hash)) !== 0;

/** Entries of the table by literal: most hashes of a text should find nothing. */
const room = 16;

export function createGramTable(pieces: readonly Piece[], width: number, stride: 1 | 4): GramTable {
  const bits = Math.min(18, Math.max(8, Math.ceil(Math.log2(pieces.length * stride * room))));
  const table: GramTable = {
    width,
    stride,
    mask: width === 4 ? -1 : (1 << (8 * width)) - 1,
    shift: 32 - bits,
    slots: new Int32Array(1 << bits),
    filled: new Int32Array(1 << (bits - 5)),
    pieces: [],
  };
  for (const piece of pieces) put(table, piece);
  return table;
}

function put(table: GramTable, piece: Piece): void {
  const hashes = hashesOf(table, piece.literal);
  const first = cheapest(table, piece.literal, hashes);
  for (let before = first; before < first + table.stride; before++) {
    const hash = hashes[before]!;
    const slot = table.slots[hash] || table.pieces.push([]);
    table.slots[hash] = slot;
    table.pieces[slot - 1]!.push({ ...piece, before });
    table.filled[hash >>> 5]! |= 1 << hash;
  }
}

/** Not looked further into a literal than this. */
const maxGrams = 64;

function hashesOf({ width, mask, shift }: GramTable, literal: string): number[] {
  const hashes: number[] = [];
  let window = 0;
  for (let at = 0; at < literal.length && hashes.length < maxGrams; at++) {
    window = (window << 8) | (literal.charCodeAt(at) & 255);
    if (at + 1 >= width) hashes.push(hashOf(window & mask, shift));
  }
  return hashes;
}

/** Letters that make up most of paths and command lines: runs of others are rarer. */
const frequent = 'eitsnroaclmdpwuh\\./- ';

/** What stands in ordinary texts: each time it does, the literals under it are compared for nothing. */
const usualCost = 16;
const usualGrams = new Set(usualTexts.flatMap((text) => Array.from(text, (_, at) => text.slice(at, at + 4))));

/** Where the grams begin that fewest other literals and fewest ordinary texts share, of the rarest letters. */
function cheapest({ slots, pieces, width, stride }: GramTable, literal: string, hashes: number[]): number {
  const costs = hashes.map((hash, at) => {
    const shared = slots[hash] === 0 ? 0 : pieces[slots[hash]! - 1]!.length;
    let cost = shared * 4 + (usualGrams.has(literal.slice(at, at + 4)) ? usualCost : 0);
    for (let next = at; next < at + width; next++) if (frequent.includes(literal[next]!)) cost++;
    return cost;
  });
  let best = 0;
  let least = Infinity;
  for (let at = 0; at + stride <= costs.length; at++) {
    let cost = 0;
    for (let next = at; next < at + stride; next++) cost += costs[next]!;
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}
