import { canonical } from './compare';
import type { Position } from './continuation';
import {
  eachRow,
  emptyPage,
  parseDocument,
  type DocumentBatches,
  type PageLimits,
  type Query,
  type ResultPage,
} from './page';
import { byRank, type RankedRow } from './sort';
import type { Value } from './syntax';

async function groups(query: Query, batches: DocumentBatches, page: ResultPage): Promise<Value[]> {
  const grouping = query.grouping?.();
  await eachRow(query, batches, page, ({ slots }) => {
    grouping?.add(slots);
    return true;
  });
  return grouping?.rows() ?? [];
}

async function distinctValues(
  query: Query,
  batches: DocumentBatches,
  page: ResultPage,
  dropsMissing: boolean,
): Promise<Value[]> {
  const found = new Map<string, RankedRow & { value: Value }>();
  await eachRow(query, batches, page, ({ key, ordinal, slots, text }) => {
    const rank = query.orderBy.map(({ of }) => of(slots));
    const value = query.wholeDocument ? parseDocument(text) : query.project(slots);
    const name = canonical(value);
    if (!(dropsMissing && rank.includes(undefined)) && !found.has(name)) found.set(name, { rank, key, ordinal, value });
    return true;
  });
  const order = byRank(query.orderBy.map(({ descending }) => descending));
  return [...found.values()].toSorted(order).map(({ value }) => value);
}

/** DISTINCT, GROUP BY and aggregates: the whole result, of which a page is cut at an offset. */
export async function runGathered(
  query: Query,
  batches: DocumentBatches,
  limits: PageLimits,
  position?: Position,
): Promise<ResultPage> {
  const page = emptyPage();
  const found = query.grouping
    ? await groups(query, batches, page)
    : await distinctValues(query, batches, page, limits.dropsMissing);
  const { offset = 0, limit = Infinity, top = Infinity } = query.select;
  const all = found.filter((value) => value !== undefined).slice(offset, offset + Math.min(limit, top));
  const start = position?.returned ?? 0;
  let bytes = 0;
  for (const value of all.slice(start, start + limits.items)) {
    const text = JSON.stringify(value);
    if (page.texts.length > 0 && bytes + text.length > limits.bytes) break;
    page.texts.push(text);
    bytes += text.length;
  }
  const returned = start + page.texts.length;
  if (returned < all.length) page.next = { returned };
  return page;
}
