import { bytesOf, columnOf, type Columns } from './columns';

/** Finds the owner of a text. Holds 32 bits of hash and the owner for each, not the text: the owner's own text decides. */
export interface TextIndex {
  find(text: string): number;
  columns(): Columns;
  bytes(): number;
}

type TextOf = (owner: number) => string;

const free = -1;

/**
 * Open addressing with linear steps, at most half full. `textOf` answers the text of an owner; the last of equal texts counts, and
 * `before` is told which one it stands before.
 */
export function createTextIndex(
  owners: readonly number[],
  textOf: TextOf,
  before: (owner: number, other: number) => void = () => undefined,
): TextIndex {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, owners.length * 2)));
  const hashes = new Int32Array(slots);
  const held = new Int32Array(slots).fill(free);
  for (const owner of owners) {
    const text = textOf(owner);
    const hash = hashOf(text);
    const slot = slotOf({ hashes, held }, textOf, text, hash);
    if (held[slot] !== free) before(owner, held[slot]!);
    [hashes[slot], held[slot]] = [hash, owner];
  }
  return over({ hashes, held }, textOf);
}

export const openTextIndex = (columns: Columns, textOf: TextOf): TextIndex =>
  over({ hashes: columnOf(columns, 'hashes', 'Int32Array'), held: columnOf(columns, 'held', 'Int32Array') }, textOf);

interface Slots {
  hashes: Int32Array;
  held: Int32Array;
}

function over(slots: Slots, textOf: TextOf): TextIndex {
  const columns = (): Columns => ({ ...slots });
  return {
    find: (text) => slots.held[slotOf(slots, textOf, text, hashOf(text))]!,
    columns,
    bytes: () => bytesOf(columns()),
  };
}

function slotOf({ hashes, held }: Slots, textOf: TextOf, text: string, hash: number): number {
  const last = held.length - 1;
  let slot = hash & last;
  while (held[slot] !== free && (hashes[slot] !== hash || textOf(held[slot]!) !== text)) slot = (slot + 1) & last;
  return slot;
}

/** FNV-1a over UTF-16 units with a last mix (Fowler, Noll, Vo; Appleby's finaliser), 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
