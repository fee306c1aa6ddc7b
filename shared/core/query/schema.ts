import type { Rejected } from '../../model/rejected';
import { queryFault } from './queryFault';
import type { ColumnName } from './syntax';
import type { Value } from './value';

/** Values in the order of the columns. */
export type Row = Value[];

export interface Schema {
  columns: readonly string[];
  /** Columns that are answered only when they are named. */
  hidden: ReadonlySet<string>;
  /** Where a name that is no column is looked up: the column of the sender's own fields, while there is one. */
  fieldsAt?: number;
}

export const closed = (columns: readonly string[]): Schema => ({ columns, hidden: new Set() });

/** Throws Rejected that lists the columns there are. */
export function columnAt(schema: Schema, { name, at }: ColumnName, text: string): number {
  const found = schema.columns.indexOf(name);
  if (found < 0) throw unknownColumn(schema, { name, at }, text);
  return found;
}

export function unknownColumn({ columns }: Schema, { name, at }: ColumnName, text: string): Rejected {
  const known = columns.slice(0, 20).join(', ');
  return queryFault(text, at, `there is no column "${name.slice(0, 60)}" here. There are: ${known}.`);
}
