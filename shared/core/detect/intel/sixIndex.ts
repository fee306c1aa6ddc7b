import { columnOf, type Columns } from './columns';

/** Networks of IPv6 by prefix length, each length sorted: a binary search for each length that occurs. */
export interface SixIndex {
  /** Owners of all networks that hold the address (16 bytes), the smallest first, one of each network. */
  find(address: Uint8Array): Generator<number>;
  isEmpty: boolean;
  columns(): Columns;
}

export interface SixNetwork {
  /** 16 bytes; those beyond the prefix do not count. */
  address: number[];
  bits: number;
  owner: number;
}

/** Of equal networks the one added last counts, and `before` is told which one it stands before. */
export function createSixIndex(networks: SixNetwork[], before: (owner: number, other: number) => void): SixIndex {
  const rows = networks
    .map(({ address, bits, owner }) => ({ words: maskedWords(Uint8Array.from(address), bits), bits, owner }))
    .sort((a, b) => b.bits - a.bits || compare(a.words, 0, b.words) || 0);
  const kept: typeof rows = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last?.bits === row.bits && compare(last.words, 0, row.words) === 0) {
      before(row.owner, last.owner);
      kept.pop();
    }
    kept.push(row);
  }
  const words = new Uint32Array(kept.length * 4);
  kept.forEach((row, at) => words.set(row.words, at * 4));
  return over({
    words,
    bits: Uint8Array.from(kept, ({ bits }) => bits),
    owners: Int32Array.from(kept, ({ owner }) => owner),
  });
}

export const openSixIndex = (columns: Columns): SixIndex =>
  over({
    words: columnOf(columns, 'words', 'Uint32Array'),
    bits: columnOf(columns, 'bits', 'Uint8Array'),
    owners: columnOf(columns, 'owners', 'Int32Array'),
  });

interface Rows {
  words: Uint32Array;
  bits: Uint8Array;
  owners: Int32Array;
}

function over(rows: Rows): SixIndex {
  const { words, bits, owners } = rows;
  const lengths: { bits: number; from: number; to: number }[] = [];
  for (let at = 0; at < bits.length; at++) {
    if (lengths.at(-1)?.bits !== bits[at]) lengths.push({ bits: bits[at]!, from: at, to: at });
    lengths.at(-1)!.to = at + 1;
  }
  return {
    isEmpty: bits.length === 0,
    *find(address) {
      for (const length of lengths) {
        const wanted = maskedWords(address, length.bits);
        let { from: low, to: high } = length;
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (compare(words, middle * 4, wanted) < 0) low = middle + 1;
          else high = middle;
        }
        if (low < length.to && compare(words, low * 4, wanted) === 0) yield owners[low]!;
      }
    },
    columns: () => ({ ...rows }),
  };
}

function compare(words: Uint32Array, at: number, other: Uint32Array): number {
  for (let word = 0; word < 4; word++) {
    if (words[at + word]! !== other[word]!) return words[at + word]! < other[word]! ? -1 : 1;
  }
  return 0;
}

/** The address as four numbers of 32 bits, all beyond the prefix set to zero. */
function maskedWords(address: Uint8Array, bits: number): Uint32Array {
  const words = new Uint32Array(4);
  const bytes = new DataView(address.buffer, address.byteOffset, 16);
  for (let word = 0; word < 4; word++) {
    const counted = Math.min(32, Math.max(0, bits - word * 32));
    const mask = counted === 0 ? 0 : (0xffff_ffff << (32 - counted)) >>> 0;
    words[word] = bytes.getUint32(word * 4) & mask;
  }
  return words;
}
