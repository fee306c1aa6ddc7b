/** Finds the owner of a text. Holds 32 bits of hash and the owner for each, not the text: the owner's own text decides. */
export interface TextIndex {
  find(text: string): number;
  bytes(): number;
}

const free = -1;

/** Open addressing with linear steps, at most half full. `textOf` answers the text of an owner; the last of equal texts counts. */
export function createTextIndex(owners: number[], textOf: (owner: number) => string): TextIndex {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, owners.length * 2)));
  const hashes = new Int32Array(slots);
  const held = new Int32Array(slots).fill(free);

  function slotOf(text: string, hash: number): number {
    let slot = hash & (slots - 1);
    while (held[slot] !== free && (hashes[slot] !== hash || textOf(held[slot]!) !== text))
      slot = (slot + 1) & (slots - 1);
    return slot;
  }

  for (const owner of owners) {
    const text = textOf(owner);
    const hash = hashOf(text);
    const slot = slotOf(text, hash);
    [hashes[slot], held[slot]] = [hash, owner];
  }

  return {
    find: (text) => held[slotOf(text, hashOf(text))]!,
    bytes: () => hashes.byteLength + held.byteLength,
  };
}

/** FNV-1a over UTF-16 units with a last mix (Fowler, Noll, Vo; Appleby's finaliser), 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
