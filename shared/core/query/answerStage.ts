import type { Json } from '../../model/json';
import type { Row } from './schema';
import type { Stage } from './stage';
import { toJson, typeOf, type ValueType } from './value';

export interface AnswerColumn {
  name: string;
  /** Of the values in this answer; `dynamic` when they are of several. */
  type: Exclude<ValueType, 'null'>;
}

export interface AnswerStage extends Stage {
  /** There is, or with `endless` may be, more than fitted. */
  hasMore(): boolean;
  result(): { columns: AnswerColumn[]; rows: Json[][] };
}

/**
 * Collects one page of an answer. The first row is always taken, however long it is. A stream (`endless`) is stopped by the last
 * row that fits, so that it can go on behind it; else one more row is asked for, which tells whether a page follows.
 */
export function answerStage(
  columns: string[],
  { skip, top, maxCharacters, endless }: { skip: number; top: number; maxCharacters: number; endless: boolean },
): AnswerStage {
  const rows: Json[][] = [];
  const types = columns.map(() => new Set<ValueType>());
  let [skipped, characters, full, more] = [0, 0, false, false];

  const take = (row: Row): boolean => {
    const values = row.map(toJson);
    characters += JSON.stringify(values).length;
    row.forEach((value, at) => types[at]!.add(typeOf(value)));
    rows.push(values);
    full = rows.length >= top || characters >= maxCharacters;
    return !full || !endless;
  };
  const typeAt = (at: number): AnswerColumn['type'] => {
    const [type = 'dynamic', ...others] = [...types[at]!].filter((one) => one !== 'null');
    return others.length > 0 ? 'dynamic' : (type as AnswerColumn['type']);
  };
  return {
    push(row) {
      if (full) return !(more = true);
      if (skipped < skip) return (skipped += 1) > 0;
      return take(row);
    },
    end: () => undefined,
    hasMore: () => (endless ? full : more),
    result: () => ({ columns: columns.map((name, at) => ({ name, type: typeAt(at) })), rows }),
  };
}
