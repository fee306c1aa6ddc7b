import type { JsonObject } from '../../../model/json';
import { Rejected } from '../../../model/rejected';

const maxRows = 100_000;

/**
 * Rows and cells of CSV (RFC 4180): quoted cells may hold commas, doubled quotes and line breaks. One pass. Throws Rejected
 * `TooManyRecords` beyond 100,000 rows.
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("[^"]*(?:""[^"]*)*"?|[^,\r\n]*)(,|\r?\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, value = '', end] = found;
    row.push(value.startsWith('"') ? value.replace(/^"|"$/g, '').replaceAll('""', '"') : value);
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (rows.push(row) > maxRows) {
      throw new Rejected('TooManyRecords', `The table has more than ${maxRows} rows; split it`);
    }
    row = [];
  }
  return rows;
}

const reserved = new Set(['', '__proto__', 'constructor', 'prototype']);

/**
 * Rows below the header that holds all of `wanted`, by its names; lines before it (report preambles) and empty cells are left out,
 * a cell without a name of its own is `column N`. Undefined without such a header.
 */
export function rowsBelow(rows: string[][], wanted: string[]): JsonObject[] | undefined {
  const at = rows.findIndex((row) => wanted.every((name) => row.includes(name)));
  const header = rows[at];
  if (header === undefined) return undefined;
  const nameOf = (column: number): string => {
    const name = header[column] ?? '';
    return reserved.has(name) ? `column ${column + 1}` : name;
  };
  return rows
    .slice(at + 1)
    .map((row) =>
      Object.fromEntries(
        row.flatMap((value, column): [string, string][] => (value === '' ? [] : [[nameOf(column), value]])),
      ),
    )
    .filter((row) => Object.keys(row).length > 0);
}
