import type { JsonObject } from '../../../model/json';

/** Rows and cells of CSV (RFC 4180): quoted cells may hold commas, doubled quotes and line breaks. One pass. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"?|[^,\r\n]*)(,|\r?\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, value = '', end] = found;
    row.push(value.startsWith('"') ? value.replace(/^"|"$/g, '').replaceAll('""', '"') : value);
    if (end === ',' && cell.lastIndex < text.length) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const reserved = new Set(['', '__proto__', 'constructor', 'prototype']);

/** Rows below the header that holds all of `wanted`, by its names; lines before it (report preambles) and empty names are left out. */
export function rowsBelow(rows: string[][], wanted: string[]): JsonObject[] {
  const at = rows.findIndex((row) => wanted.every((name) => row.includes(name)));
  const header = rows[at];
  if (header === undefined) return [];
  return rows
    .slice(at + 1)
    .filter((row) => row.length > 1)
    .map((row) => {
      const cells = header.map((name, column): [string, string] => [name, row[column] ?? '']);
      return Object.fromEntries(cells.filter(([name, value]) => !reserved.has(name) && value !== ''));
    })
    .filter((row) => Object.keys(row).length > 0);
}
