import type { Json, JsonObject } from '../../model/json';

/** A table of an answer, as the query API sends it. */
export interface LogTable {
  columns: { name: string; type: string }[];
  rows: Json[][];
}

/** Rows as JSON texts in the shape of a data export rule: an object with `Type`, and without what holds nothing. */
export function rowTexts(table: string, { columns, rows }: LogTable): string[] {
  return rows.map((row) => {
    const record: JsonObject = {};
    columns.forEach(({ name, type }, at) => {
      const value = row[at];
      if (value !== undefined && value !== null && value !== '')
        record[name] = type === 'dynamic' ? opened(value) : value;
    });
    return JSON.stringify({ ...record, Type: record['Type'] ?? table });
  });
}

/** Dynamic columns come as JSON text. */
function opened(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
