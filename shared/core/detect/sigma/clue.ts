import { usualTexts } from './usualTexts';
import type { WildcardToken } from './wildcard';

/** A text that a field must hold, or its value as a whole, before a rule can match; folded by `fold`. */
export interface Clue {
  /** Lower-case path; empty: any value of the record. */
  field: string;
  literal: string;
  at: 'whole' | 'start' | 'end' | 'anywhere';
}

/**
 * Of each list at least one must be found, or the test is false; the first list tells most. No lists: nothing is known, the test
 * has to be asked.
 */
export type Clues = readonly (readonly Clue[])[];

/** Clues that tell this much need no others beside them. */
const enough = 8;

/** A second list that is longer costs more than it saves. */
const maxSecond = 60;

/** Shorter ones occur nearly everywhere, unless they hold a character that does not, or two that seldom stand together. */
const minLength = 3;

/** Texts are compared in lower case; the long s is the one letter that a regular expression takes for an ASCII letter besides. */
export const fold = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.includes('\u017f') ? lower.replaceAll('\u017f', 's') : lower;
};

/** What `tokens` (a whole value, with wildcards) ask of a field: the rarest of their literal runs. */
export function clueOfTokens(field: string, tokens: readonly WildcardToken[]): Clues {
  if (tokens.length === 0) return field === '' ? [] : [[{ field, literal: '', at: 'whole' }]];
  let best: Clue | undefined;
  tokens.forEach((token, place) => {
    if (typeof token !== 'object') return;
    const clue = clueOf(field, token.literal, place === 0, place === tokens.length - 1);
    if (clue !== undefined && (best === undefined || rarity(clue) > rarity(best))) best = clue;
  });
  return best === undefined ? [] : [[best]];
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
  if (parts.some((lists) => lists.length === 0)) return [];
  const first = parts.flatMap(([best]) => best!);
  const second = parts.flatMap(([, next]) => next ?? []);
  return parts.every((lists) => lists.length > 1) ? kept(first, second) : [first];
}

/** All tests must hold: the clues that occur least are enough, or the two that do when none is rare. */
export function clueOfAll(parts: readonly Clues[]): Clues {
  const [best, next] = parts
    .flat()
    .map((list) => ({ list, rarity: rarityOfAny(list) }))
    .sort((a, b) => b.rarity - a.rarity);
  if (best === undefined) return [];
  return next === undefined ? [best.list] : kept(best.list, next.list);
}

const kept = (first: readonly Clue[], second: readonly Clue[]): Clues =>
  second.length > maxSecond || rarityOfAny(first) >= enough ? [first] : [first, second];

/** A guess, larger for texts that fewer events hold: what usual values hold tells next to nothing. */
function rarity({ literal, at }: Clue): number {
  if (usualTexts.some((usual) => usual.includes(literal))) return literal.length / 16;
  return Math.min(literal.length, 12) + (at === 'whole' ? 1.5 : at === 'anywhere' ? 0 : 1);
}

const rarityOfAny = (clues: readonly Clue[]): number =>
  clues.reduce((least, clue) => Math.min(least, rarity(clue)), 100) - Math.log2(clues.length + 1) / 2;
