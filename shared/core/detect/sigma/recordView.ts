import type { Json, JsonObject } from '../../../model/json';
import { remembered } from '../../spellings';
import { leavesOf, valuesAt } from './fieldPath';

/** One value of a field as rules compare it: its text as sent, and in lower case. */
export interface FieldText {
  readonly text: string;
  /** Made when first asked for: see `lowerOf`. */
  lower: string | undefined;
}

export const lowerOf = (value: FieldText): string => (value.lower ??= value.text.toLowerCase());

/** What rules see of one record. Every field is looked up and lower-cased at most once, however many rules ask for it. */
export interface RecordView {
  /** Undefined when the record has no such field. */
  values(lowerName: string): Json[] | undefined;
  texts(lowerName: string): readonly FieldText[];
  /** All values of the record, one per line: what a keyword is searched in. */
  everything(): FieldText;
  /** The same, one by one. */
  leaves(): readonly FieldText[];
}

/**
 * `outer` is the event around an element of one of its lists: it goes first, so that an element, which may be written by whoever
 * is watched, cannot say something else about the event.
 */
export function createRecordView(record: JsonObject, outer?: RecordView): RecordView {
  const known = new Map<string, KnownField>();
  let members: ReadonlyMap<string, Json> | undefined;
  let whole: FieldText | undefined;
  let leaves: readonly FieldText[] | undefined;

  function lookUp(name: string): KnownField {
    const found = known.get(name);
    if (found !== undefined) return found;
    members ??= byLowerName(record);
    const made = { values: outer?.values(name) ?? valuesIn(members, record, name), texts: undefined };
    known.set(name, made);
    return made;
  }

  return {
    values: (name) => lookUp(name).values,
    texts(name) {
      const found = lookUp(name);
      return (found.texts ??= textsOf(found.values));
    },
    everything() {
      whole ??= fieldText(leavesOf(record).join('\n'));
      return whole;
    },
    leaves() {
      leaves ??= leavesOf(record).map(fieldText);
      return leaves;
    },
  };
}

interface KnownField {
  values: Json[] | undefined;
  texts: readonly FieldText[] | undefined;
}

const lowerNameOf = remembered((name) => name.toLowerCase());

/** Of members whose names are equal but for case, one that is in lower case counts, else the first. */
function byLowerName(record: JsonObject): Map<string, Json> {
  const members = new Map<string, Json>();
  for (const name in record) {
    const lower = lowerNameOf(name)!;
    if (lower === name || !members.has(lower)) members.set(lower, record[name]!);
  }
  return members;
}

/** As `valuesAt`, without a look at every name for each field that is asked for. */
function valuesIn(members: ReadonlyMap<string, Json>, record: JsonObject, name: string): Json[] | undefined {
  const value = members.get(name);
  if (value === undefined && !name.includes('.')) return undefined;
  return typeof value === 'object' || value === undefined ? valuesAt(record, name) : [value];
}

const noTexts: readonly FieldText[] = [];

function textsOf(values: Json[] | undefined): readonly FieldText[] {
  if (values === undefined) return noTexts;
  const texts: FieldText[] = [];
  for (const value of values) if (value !== null) texts.push(fieldText(textOf(value)));
  return texts;
}

const fieldText = (text: string): FieldText => ({ text, lower: undefined });

function textOf(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
