/** Finds all of a set of literals that a text begins or ends with: a few characters of that side say which to compare. */
export type AffixSearch = (text: string, found: (id: number) => void) => void;

interface Affix {
  literal: string;
  id: number;
}

/** Paths end alike (`.exe`): as many characters as it takes to tell most names apart. */
const maxWidth = 8;

/** `text` must be folded as the literals are. One look-up for each length of literals, those of eight and more counting as one. */
export function createAffixSearch(side: 'start' | 'end', literals: readonly Affix[]): AffixSearch {
  const widths = [...new Set(literals.map(({ literal }) => widthOf(literal)))];
  const tables = widths.map((width) => {
    const own = literals.filter(({ literal }) => widthOf(literal) === width);
    return { width, affixes: byHash(own, (literal) => hashAt(literal, side, width)) };
  });
  const stands = (text: string, literal: string): boolean =>
    side === 'start' ? text.startsWith(literal) : text.endsWith(literal);

  return (text, found) => {
    for (const { width, affixes } of tables) {
      if (text.length < width) continue;
      const alike = affixes.get(hashAt(text, side, width));
      if (alike === undefined) continue;
      for (const { literal, id } of alike) if (stands(text, literal)) found(id);
    }
  };
}

const widthOf = (literal: string): number => Math.min(literal.length, maxWidth);

function hashAt(text: string, side: 'start' | 'end', width: number): number {
  const from = side === 'start' ? 0 : text.length - width;
  let hash = 0;
  for (let at = from; at < from + width; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash >>> 2;
}

function byHash(affixes: readonly Affix[], hashOf: (literal: string) => number): Map<number, Affix[]> {
  const table = new Map<number, Affix[]>();
  for (const affix of affixes) {
    const hash = hashOf(affix.literal);
    const alike = table.get(hash) ?? [];
    alike.push(affix);
    table.set(hash, alike);
  }
  return table;
}
