import { compileExpression, type Evaluate, type Scope } from './compileExpression';
import { impliedName } from './impliedName';
import { queryFault } from './queryFault';
import type { NamedExpression, Operator } from './syntax';

/** The value of the column in that place. */
export const valueAt =
  (at: number): Evaluate =>
  (row) =>
    row[at] ?? null;

/** A column without a name that its expression implies is Column1, Column2 and so on. */
export function compileColumns(columns: NamedExpression[], scope: Scope): { name: string; value: Evaluate }[] {
  return columns.map(({ name, expression }, at) => ({
    name: name ?? impliedName(expression) ?? `Column${at + 1}`,
    value: compileExpression(expression, scope),
  }));
}

/** Throws Rejected when two columns have one name. */
export function uniqueColumns<T extends { name: string }>({ at }: Operator, columns: T[], text: string): T[] {
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice) throw queryFault(text, at, `two columns are named "${twice.name}": name one of them, x = ...`);
  return columns;
}
