import { compareValues } from './compare';
import type { Value } from './syntax';

/** A row with its sort values; store key and ordinal make the order total, so that pages neither repeat nor lose rows. */
export interface RankedRow {
  rank: Value[];
  key: Buffer;
  ordinal: number;
}

export const byRank =
  (descending: boolean[]) =>
  (one: RankedRow, other: RankedRow): number => {
    for (let at = 0; at < descending.length; at++) {
      const order = compareValues(one.rank[at], other.rank[at]);
      if (order !== 0) return descending[at] ? -order : order;
    }
    return Buffer.compare(one.key, other.key) || one.ordinal - other.ordinal;
  };

/** Keeps the first `wanted` rows of any number in bounded memory; `keep` copies a row that stays. */
export function firstRows<Row>(wanted: number, compare: (one: Row, other: Row) => number) {
  let rows: Row[] = [];
  let worst: Row | undefined;

  const trim = () => {
    rows = rows.toSorted(compare).slice(0, wanted);
    worst = rows.length === wanted ? rows.at(-1) : undefined;
  };

  return {
    add(row: Row, keep: (row: Row) => Row) {
      if (worst !== undefined && compare(row, worst) >= 0) return;
      rows.push(keep(row));
      if (rows.length >= 2 * wanted + 100) trim();
    },
    rows(): Row[] {
      trim();
      return rows;
    },
  };
}
