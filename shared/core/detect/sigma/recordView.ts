import type { Json, JsonObject } from '../../../model/json';
import { valuesAt } from './fieldPath';

/** One value of a field as rules compare it: its text as sent and in lower case. */
export interface FieldText {
  text: string;
  lower: string;
}

/** What rules see of one record. Every field is looked up and lower-cased at most once, however many rules ask for it. */
export interface RecordView {
  /** Undefined when the record has no such field. */
  values(lowerName: string): Json[] | undefined;
  texts(lowerName: string): FieldText[];
  /** All values of the record, one per line: what a keyword is searched in. */
  everything(): FieldText;
}

/** `outer` answers for fields that `record` lacks: the event around an element of one of its lists. */
export function createRecordView(record: JsonObject, outer?: RecordView): RecordView {
  const values = new Map<string, Json[] | undefined>();
  const texts = new Map<string, FieldText[]>();
  let whole: FieldText | undefined;

  const view: RecordView = {
    values(name) {
      if (values.has(name)) return values.get(name);
      const found = valuesAt(record, name) ?? outer?.values(name);
      values.set(name, found);
      return found;
    },
    texts(name) {
      const known = texts.get(name);
      if (known) return known;
      const made = (view.values(name) ?? []).filter((value) => value !== null).map((value) => fieldText(textOf(value)));
      texts.set(name, made);
      return made;
    },
    everything() {
      whole ??= fieldText(leavesOf(record).join('\n'));
      return whole;
    },
  };
  return view;
}

const fieldText = (text: string): FieldText => ({ text, lower: text.toLowerCase() });

function textOf(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function leavesOf(value: Json): string[] {
  if (value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [String(value)];
}
