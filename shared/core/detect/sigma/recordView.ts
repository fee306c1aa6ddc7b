import type { Json, JsonObject } from '../../../model/json';
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
  let whole: FieldText | undefined;
  let leaves: readonly FieldText[] | undefined;

  function lookUp(name: string): KnownField {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = { values: outer?.values(name) ?? valuesAt(record, name), texts: undefined };
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
