import { usualTexts } from './usualTexts';
import type { WildcardToken } from './wildcard';

/** A text that a field must hold, or its value as a whole, before a rule can match; folded by `fold`. */
export interface Clue {
  /** Lower-case path; empty: any value of the record. */
  field: string;
  literal: string;
  at: 'whole' | 'start' | 'end' | 'anywhere';
}

/** At least one of these must be found, or the test is false. Undefined: nothing is known, the test has to be asked. */
export type Clues = readonly Clue[] | undefined;

/** Shorter ones occur nearly everywhere, unless they hold a character that does not, or two that seldom stand together. */
const minLength = 3;

/** Texts are compared in lower case; the long s is the one letter that a regular expression takes for an ASCII letter besides. */
export const fold = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.includes('\u017f') ? lower.replaceAll('\u017f', 's') : lower;
};

/** What `tokens` (a whole value, with wildcards) ask of a field: the rarest of their literal runs. */
export function clueOfTokens(field: string, tokens: readonly WildcardToken[]): Clues {
  if (tokens.length === 0) return field === '' ? undefined : [{ field, literal: '', at: 'whole' }];
  let best: Clue | undefined;
  tokens.forEach((token, place) => {
    if (typeof token !== 'object') return;
    const clue = clueOf(field, token.literal, place === 0, place === tokens.length - 1);
    if (clue !== undefined && (best === undefined || rarity(clue) > rarity(best))) best = clue;
  });
  return best && [best];
}

function clueOf(field: string, text: string, first: boolean, last: boolean): Clue | undefined {
  if (/[\u0130\u03a3\u03c2\u03c3]/.test(text)) return undefined;
  const literal = fold(text);
  if (field === '') return isRare(literal) && !literal.includes('\n') ? { field, literal, at: 'anywhere' } : undefined;
  if (first && last) return { field, literal, at: 'whole' };
  if (!isRare(literal)) return undefined;
  return { field, literal, at: first ? 'start' : last ? 'end' : 'anywhere' };
}

export const isRare = (literal: string): boolean =>
  literal.length >= minLength ||
  /[^\0-\x7f]/.test(literal) ||
  (literal.length === minLength - 1 && !usualTexts.some((usual) => usual.includes(literal)));

/** One of several tests must hold: any clue of any of them. */
export function clueOfAny(parts: readonly Clues[]): Clues {
  const all: Clue[] = [];
  for (const clues of parts) {
    if (clues === undefined) return undefined;
    for (const clue of clues) all.push(clue);
  }
  return all;
}

/** All tests must hold: the clues that occur least are enough. */
export function clueOfAll(parts: readonly Clues[]): Clues {
  let best: Clues;
  let bestRarity = -Infinity;
  for (const clues of parts) {
    if (clues === undefined) continue;
    const own = rarityOfAny(clues);
    if (own > bestRarity) [best, bestRarity] = [clues, own];
  }
  return best;
}

/** A guess, larger for texts that fewer events hold: what usual values hold tells next to nothing. */
function rarity({ literal, at }: Clue): number {
  if (usualTexts.some((usual) => usual.includes(literal))) return literal.length / 16;
  return Math.min(literal.length, 12) + (at === 'whole' ? 1.5 : at === 'anywhere' ? 0 : 1);
}

const rarityOfAny = (clues: readonly Clue[]): number =>
  clues.reduce((least, clue) => Math.min(least, rarity(clue)), 100) - Math.log2(clues.length + 1) / 2;
