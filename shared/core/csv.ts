import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | null | undefined;

/**
 * Rows as RFC 4180 has them: CRLF, quotes where needed. A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab,
 * return at its start) begins with an apostrophe: names of resources are up to those who make them.
 */
export const csvRows = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell))),
    { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ },
  );
