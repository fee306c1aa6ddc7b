import type { Json } from '../../../model/json';
import type { Clues } from './clue';
import type { FieldText, RecordView } from './recordView';

/** Reads a field of a rule from a record, under the first of its names that the record has. */
export interface FieldReader {
  values(view: RecordView): Json[] | undefined;
  texts(view: RecordView): readonly FieldText[];
  /** Clues for one name hold for any of them. */
  underAllNames(clues: Clues): Clues;
}

/** Names by the field of a rule, all in lower case. */
export type FieldNames = ReadonlyMap<string, readonly string[]>;

export function createFieldReader(field: string, known: FieldNames = new Map()): FieldReader {
  const name = field.toLowerCase();
  const names = known.get(name) ?? [name];
  if (names.length === 1) return readerOf(names[0]!);
  const readers = names.map(readerOf);
  const firstIn = (view: RecordView) => readers.find((reader) => reader.values(view) !== undefined) ?? readers[0]!;
  return {
    values: (view) => firstIn(view).values(view),
    texts: (view) => firstIn(view).texts(view),
    underAllNames: (clues) =>
      clues.map((list) => list.flatMap((clue) => names.map((one) => ({ ...clue, field: one })))),
  };
}

const readerOf = (name: string): FieldReader => ({
  values: (view) => view.values(name),
  texts: (view) => view.texts(name),
  underAllNames: (clues) =>
    clues.map((list) => list.map((clue) => (clue.field === name ? clue : { ...clue, field: name }))),
});
