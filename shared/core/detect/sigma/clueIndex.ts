import type { Json, JsonObject } from '../../../model/json';
import { spellings } from '../../spellings';
import { type Clue, type Clues, fold } from './clue';
import { valuesAt } from './fieldPath';
import { createLiteralScanner, type LiteralScanner, type ScannedLiteral } from './literalScanner';

/** Told of each set of which a clue was found, by its number in the list; a set may be told several times. */
export type Found = (set: number) => void;

/** Finds which sets of clues a record has a clue of, looking at each of its texts once, however many sets there are. */
export type ClueIndex = (record: JsonObject) => void;

/** What is looked for in one field. */
interface FieldClues {
  field: string;
  whole: ReadonlyMap<string, readonly number[]>;
  longestWhole: number;
  scan: LiteralScanner | undefined;
  /** Length of the shortest scanned literal, in characters that case may make out of one. */
  shortest: number;
  foundWhole: (sets: readonly number[] | undefined) => void;
  foundLiteral: (literal: number) => void;
}

/** What a member name leads to: fields of that name, and dotted fields that begin with it. */
interface Member {
  own?: FieldClues;
  dotted: FieldClues[];
}

/** Numbers begin with a digit, a sign, a point or a blank; they are equal whatever zeros and blanks stand around them. */
const afterDigits = 0x3a;

/** One character has at most this many in lower case. */
const growth = 3;

/** Sets without clues are never found. What is found goes to `found`, always the same: this runs for every text. */
export function createClueIndex(sets: readonly Clues[], found: Found): ClueIndex {
  const fields = byField(sets, found);
  const keywords = fields.find(({ field }) => field === '');
  const memberOf = spellings(members(fields.filter(({ field }) => field !== '')));

  return (record) => {
    if (keywords !== undefined) findInLeaves(keywords, record);
    for (const name in record) {
      const member = memberOf(name);
      if (member === undefined) continue;
      if (member.own !== undefined) findIn(member.own, record[name]!);
      for (const dotted of member.dotted) {
        for (const value of valuesAt(record, dotted.field) ?? []) findIn(dotted, value);
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

function findInLeaves(keywords: FieldClues, value: Json): void {
  if (typeof value === 'string') {
    if (value.length >= keywords.shortest) keywords.scan?.(fold(value), keywords.foundLiteral);
  } else if (typeof value !== 'object') findInLeaves(keywords, String(value));
  else if (Array.isArray(value)) for (const element of value) findInLeaves(keywords, element);
  else if (value !== null) for (const name in value) findInLeaves(keywords, value[name]!);
}

function findInText({ whole, longestWhole, scan, foundWhole, foundLiteral }: FieldClues, text: string): void {
  const folded = fold(text);
  if (folded.length <= longestWhole) foundWhole(whole.get(folded));
  if (longestWhole > 0 && text.charCodeAt(0) < afterDigits) {
    const number = Number(text);
    if (!Number.isNaN(number)) foundWhole(whole.get(String(number)));
  }
  scan?.(folded, foundLiteral);
}

function byField(sets: readonly Clues[], found: Found): FieldClues[] {
  const clues = new Map<string, Map<string, { clue: Clue; sets: number[] }>>();
  sets.forEach((set, number) => {
    for (const clue of set ?? []) {
      const ofField = clues.get(clue.field) ?? new Map<string, { clue: Clue; sets: number[] }>();
      clues.set(clue.field, ofField);
      const key = `${clue.at}:${clue.literal}`;
      const known = ofField.get(key) ?? { clue, sets: [] };
      ofField.set(key, known);
      if (known.sets.at(-1) !== number) known.sets.push(number);
    }
  });
  return Array.from(clues, ([field, ofField]) => fieldClues(field, [...ofField.values()], found));
}

function fieldClues(field: string, clues: { clue: Clue; sets: number[] }[], found: Found): FieldClues {
  const scanned: ScannedLiteral[] = [];
  const sets: number[][] = [];
  const whole = new Map<string, number[]>();
  for (const { clue, sets: own } of clues) {
    if (clue.at === 'whole') whole.set(clue.literal, own);
    else if (scanned.push({ literal: clue.literal, at: clue.at })) sets.push(own);
  }
  const longestWhole = Math.max(-1, ...Array.from(whole.keys(), ({ length }) => length));
  const shortest = Math.floor(Math.min(...scanned.map(({ literal }) => literal.length)) / growth);
  const tell = (numbers: readonly number[] | undefined): void => {
    if (numbers !== undefined) for (const number of numbers) found(number);
  };
  return {
    field,
    whole,
    longestWhole,
    shortest,
    scan: scanned.length === 0 ? undefined : createLiteralScanner(scanned),
    foundWhole: tell,
    foundLiteral: (literal) => tell(sets[literal]),
  };
}

function members(fields: FieldClues[]): Map<string, Member> {
  const found = new Map<string, Member>();
  const memberOf = (name: string): Member => {
    const member = found.get(name) ?? { dotted: [] };
    found.set(name, member);
    return member;
  };
  for (const clues of fields) {
    const { field } = clues;
    if (!field.includes('.')) memberOf(field).own = clues;
    else for (const head of headsOf(field)) memberOf(head).dotted.push(clues);
  }
  return found;
}

/** `a.b.c` may be a member of that name, or below `a.b` or `a`. */
function headsOf(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}
