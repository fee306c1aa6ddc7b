import type { Json, JsonObject } from '../../../model/json';
import { spellings } from '../../spellings';
import { type Clue, fold } from './clue';
import { valuesAt } from './fieldPath';
import { createLiteralScanner, type LiteralScanner, type ScannedLiteral } from './literalScanner';

/** Told of each set of which a clue was found, by its number in the list; a set may be told several times. */
export type Found = (set: number) => void;

/** Finds which sets of clues a record has a clue of, looking at each of its texts once, however many sets there are. */
export type ClueIndex = (record: JsonObject) => void;

/** What is looked for in one field. */
interface FieldClues {
  whole: ReadonlyMap<string, readonly number[]>;
  longestWhole: number;
  /** Some whole value is a number. */
  numbers: boolean;
  scan: LiteralScanner | undefined;
  foundWhole: (sets: readonly number[] | undefined) => void;
  foundLiteral: (literal: number) => void;
}

/** What a member name leads to: fields of that name, and dotted fields that begin with it. */
interface Member {
  own?: FieldClues;
  dotted: { field: string; clues: FieldClues }[];
}

/** Numbers begin with a digit, a sign, a point or a blank; they are equal whatever zeros and blanks stand around them. */
const afterDigits = 0x3a;

/** Sets without clues are never found. What is found goes to `found`, always the same: this runs for every text. */
export function createClueIndex(sets: readonly (readonly Clue[])[], found: Found): ClueIndex {
  const byName = cluesByField(sets);
  const keywords = byName.get('') ?? [];
  byName.delete('');
  const anywhere = keywords.length === 0 ? undefined : fieldClues(keywords, found);
  const memberOf = spellings(members(byName, keywords, found));

  return (record) => {
    for (const name in record) {
      const value = record[name]!;
      const member = memberOf(name);
      if (member?.own !== undefined) findIn(member.own, value);
      const isLookedThrough = member?.own !== undefined && typeof value !== 'object';
      if (anywhere !== undefined && !isLookedThrough) findInLeaves(anywhere, value);
      if (member === undefined) continue;
      for (const { field, clues } of member.dotted) {
        for (const inner of valuesAt(record, field) ?? []) findIn(clues, inner);
      }
    }
  };
}

function findIn(clues: FieldClues, value: Json): void {
  if (typeof value === 'string') return findInText(clues, value);
  if (value === null) return;
  if (typeof value !== 'object') return findInText(clues, String(value));
  if (Array.isArray(value)) for (const element of value) findIn(clues, element);
  findInText(clues, JSON.stringify(value));
}

function findInLeaves(clues: FieldClues, value: Json): void {
  if (typeof value !== 'object') findInText(clues, String(value));
  else if (Array.isArray(value)) for (const element of value) findInLeaves(clues, element);
  else if (value !== null) for (const name in value) findInLeaves(clues, value[name]!);
}

function findInText({ whole, longestWhole, numbers, scan, foundWhole, foundLiteral }: FieldClues, text: string): void {
  const folded = fold(text);
  if (folded.length <= longestWhole) foundWhole(whole.get(folded));
  if (numbers && text.charCodeAt(0) < afterDigits) {
    const number = Number(text);
    if (!Number.isNaN(number)) foundWhole(whole.get(String(number)));
  }
  scan?.(folded, foundLiteral);
}

interface NumberedClue {
  clue: Clue;
  sets: number[];
}

function cluesByField(sets: readonly (readonly Clue[])[]): Map<string, NumberedClue[]> {
  const fields = new Map<string, Map<string, NumberedClue>>();
  sets.forEach((set, number) => {
    for (const clue of set) {
      const ofField = fields.get(clue.field) ?? new Map<string, NumberedClue>();
      fields.set(clue.field, ofField);
      const key = `${clue.at}:${clue.literal}`;
      const known = ofField.get(key) ?? { clue, sets: [] };
      ofField.set(key, known);
      if (known.sets.at(-1) !== number) known.sets.push(number);
    }
  });
  return new Map(Array.from(fields, ([field, clues]) => [field, [...clues.values()]]));
}

function fieldClues(clues: readonly NumberedClue[], found: Found): FieldClues {
  const scanned: ScannedLiteral[] = [];
  const sets: number[][] = [];
  const whole = new Map<string, number[]>();
  for (const { clue, sets: own } of clues) {
    if (clue.at === 'whole') whole.set(clue.literal, own);
    else if (scanned.push({ literal: clue.literal, at: clue.at })) sets.push(own);
  }
  const wholes = [...whole.keys()];
  const tell = (numbers: readonly number[] | undefined): void => {
    if (numbers !== undefined) for (const number of numbers) found(number);
  };
  return {
    whole,
    longestWhole: Math.max(-1, ...wholes.map(({ length }) => length)),
    numbers: wholes.some((literal) => literal !== '' && !Number.isNaN(Number(literal))),
    scan: scanned.length === 0 ? undefined : createLiteralScanner(scanned),
    foundWhole: tell,
    foundLiteral: (literal) => tell(sets[literal]),
  };
}

/** Fields of one name look for the keywords besides, so that their texts are gone through once. */
function members(
  byName: ReadonlyMap<string, readonly NumberedClue[]>,
  keywords: readonly NumberedClue[],
  found: Found,
): Map<string, Member> {
  const made = new Map<string, Member>();
  const memberOf = (name: string): Member => {
    const member = made.get(name) ?? { dotted: [] };
    made.set(name, member);
    return member;
  };
  for (const [field, clues] of byName) {
    if (!field.includes('.')) {
      memberOf(field).own = fieldClues([...clues, ...keywords], found);
      continue;
    }
    const dotted = { field, clues: fieldClues(clues, found) };
    for (const head of headsOf(field)) memberOf(head).dotted.push(dotted);
  }
  return made;
}

/** `a.b.c` may be a member of that name, or below `a.b` or `a`. */
function headsOf(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}
