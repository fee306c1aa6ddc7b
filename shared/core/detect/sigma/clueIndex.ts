import type { Json, JsonObject } from '../../../model/json';
import { spellings } from '../../spellings';
import { type Clue, type Clues, fold } from './clue';
import { leavesOf, valuesAt } from './fieldPath';
import { createLiteralScanner, type LiteralScanner, type ScannedLiteral } from './literalScanner';

/** Told of each set of which a clue was found, by its number in the list; a set may be told several times. */
export type Found = (set: number) => void;

/** Finds which sets of clues a record has a clue of, looking at each of its texts once, however many sets there are. */
export interface ClueIndex {
  find(record: JsonObject, found: Found): void;
}

/** What is looked for in one field. */
interface FieldClues {
  field: string;
  whole: ReadonlyMap<string, readonly number[]>;
  longestWhole: number;
  scan: LiteralScanner | undefined;
  /** Sets by the number of a scanned literal. */
  sets: readonly (readonly number[])[];
}

/** What a member name leads to: fields of that name, and dotted fields that begin with it. */
interface Member {
  own?: FieldClues;
  dotted: FieldClues[];
}

/** Numbers begin with a digit, a sign, a point or a blank; they are equal whatever zeros and blanks stand around them. */
const afterDigits = 0x3a;

/** Sets without clues are never found. */
export function createClueIndex(sets: readonly Clues[]): ClueIndex {
  const fields = byField(sets);
  const keywords = fields.find(({ field }) => field === '');
  const memberOf = spellings(members(fields.filter(({ field }) => field !== '')));

  return {
    find(record, found) {
      if (keywords !== undefined) for (const leaf of leavesOf(record)) findIn(keywords, leaf, found);
      for (const name in record) {
        const member = memberOf(name);
        if (member === undefined) continue;
        if (member.own !== undefined) findIn(member.own, record[name]!, found);
        for (const dotted of member.dotted) {
          for (const value of valuesAt(record, dotted.field) ?? []) findIn(dotted, value, found);
        }
      }
    },
  };
}

function findIn(clues: FieldClues, value: Json, found: Found): void {
  if (typeof value === 'string') return findInText(clues, value, found);
  if (value === null) return;
  if (typeof value !== 'object') return findInText(clues, String(value), found);
  if (Array.isArray(value)) for (const element of value) findIn(clues, element, found);
  findInText(clues, JSON.stringify(value), found);
}

function findInText({ whole, longestWhole, scan, sets }: FieldClues, text: string, found: Found): void {
  const folded = fold(text);
  if (folded.length <= longestWhole) tell(whole.get(folded), found);
  if (longestWhole > 0 && text.charCodeAt(0) < afterDigits) {
    const number = Number(text);
    if (!Number.isNaN(number)) tell(whole.get(String(number)), found);
  }
  scan?.(folded, (literal) => tell(sets[literal], found));
}

function tell(sets: readonly number[] | undefined, found: Found): void {
  if (sets !== undefined) for (const set of sets) found(set);
}

function byField(sets: readonly Clues[]): FieldClues[] {
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
  return Array.from(clues, ([field, ofField]) => fieldClues(field, [...ofField.values()]));
}

function fieldClues(field: string, clues: { clue: Clue; sets: number[] }[]): FieldClues {
  const scanned: ScannedLiteral[] = [];
  const sets: number[][] = [];
  const whole = new Map<string, number[]>();
  for (const { clue, sets: own } of clues) {
    if (clue.at === 'whole') whole.set(clue.literal, own);
    else if (scanned.push({ literal: clue.literal, at: clue.at })) sets.push(own);
  }
  const longestWhole = Math.max(-1, ...Array.from(whole.keys(), ({ length }) => length));
  return { field, whole, longestWhole, sets, scan: scanned.length === 0 ? undefined : createLiteralScanner(scanned) };
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
