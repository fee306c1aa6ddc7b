import type { Position } from './continuation';
import { runGathered } from './gathered';
import {
  eachRow,
  emptyPage,
  openPager,
  render,
  type DocumentBatches,
  type PageLimits,
  type Query,
  type ResultPage,
  type Row,
} from './page';
import { byRank, firstRows, type RankedRow } from './sort';

function isBehind(row: Row, position: Position | undefined): boolean {
  if (position?.key === undefined) return true;
  const order = Buffer.compare(row.key, Buffer.from(position.key, 'base64url'));
  return order > 0 || (order === 0 && row.ordinal > (position.ordinal ?? -1));
}

async function runStreamed(
  query: Query,
  batches: DocumentBatches,
  limits: PageLimits,
  position?: Position,
): Promise<ResultPage> {
  const page = emptyPage();
  const add = openPager(query, limits, position, page);
  await eachRow(query, batches, page, (row) => !isBehind(row, position) || add(row));
  return page;
}

function rowAt({ key, ordinal, rank }: Position): RankedRow | undefined {
  return rank && { rank, key: Buffer.from(key ?? '', 'base64url'), ordinal: ordinal ?? 0 };
}

async function runOrdered(
  query: Query,
  batches: DocumentBatches,
  limits: PageLimits,
  position?: Position,
): Promise<ResultPage> {
  const page = emptyPage();
  const compare = byRank(query.orderBy.map(({ descending }) => descending));
  const after = position && rowAt(position);
  const toSkip = Math.max(0, (query.select.offset ?? 0) - (position?.skipped ?? 0));
  // One more than a page, to know whether there is another.
  const first = firstRows<RankedRow & Row>(limits.items + 1 + toSkip, compare);
  await eachRow(query, batches, page, (row) => {
    const rank = query.orderBy.map(({ of }) => of(row.slots));
    if (limits.dropsMissing && rank.includes(undefined)) return true;
    const ranked = { ...row, rank };
    if (after && compare(ranked, after) <= 0) return true;
    if (query.select.projection.kind === 'value' && render(query, row) === undefined) return true;
    first.add(ranked, (kept) => ({ ...kept, slots: [...kept.slots] }));
    return true;
  });
  const add = openPager(query, limits, position, page);
  for (const row of first.rows()) if (!add(row, row.rank)) break;
  return page;
}

/** Runs a query over documents in store order; from `position` on if an earlier page stopped there. */
export function runQuery(
  query: Query,
  batches: DocumentBatches,
  limits: PageLimits,
  position?: Position,
): Promise<ResultPage> {
  if (query.grouping || query.select.distinct) return runGathered(query, batches, limits, position);
  return query.orderBy.length > 0
    ? runOrdered(query, batches, limits, position)
    : runStreamed(query, batches, limits, position);
}
