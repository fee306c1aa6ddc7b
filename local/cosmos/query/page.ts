import type { JsonObject } from '../../../shared/model/json';
import { readCharge } from '../charges';
import type { ScannedDocument } from '../scan';
import type { Position } from './continuation';
import type { Slots } from './scope';
import type { compileSelect } from './select';
import type { Value } from './syntax';

export type Query = ReturnType<typeof compileSelect>;
export type DocumentBatches = AsyncIterable<ScannedDocument[]>;

/** One page of results as JSON texts, where to go on if there is more, and the read charges of the documents behind it. */
export interface ResultPage {
  texts: (string | Buffer)[];
  next: Position | undefined;
  charges: { scanned: number; matched: number };
}

/** `dropsMissing`: rows without a sort value are left out. */
export interface PageLimits {
  items: number;
  bytes: number;
  dropsMissing: boolean;
}

export interface Row {
  key: Buffer;
  ordinal: number;
  slots: Slots;
  text: Buffer;
}

export const emptyPage = (): ResultPage => ({ texts: [], next: undefined, charges: { scanned: 0, matched: 0 } });

export const parseDocument = (text: Buffer) => JSON.parse(text.toString()) as JsonObject;

/** A query that hands out stored texts without looking into them needs no parsing, which costs most of a scan. */
const needsDocument = ({ select, wholeDocument }: Query): boolean =>
  !(wholeDocument && !select.where && select.orderBy.length === 0 && !select.distinct);

/** Calls `onRow` for every row of every document until it returns false. */
export async function eachRow(
  query: Query,
  batches: DocumentBatches,
  page: ResultPage,
  onRow: (row: Row) => boolean,
): Promise<void> {
  const parses = needsDocument(query);
  for await (const batch of batches) {
    for (const { key, text } of batch) {
      const slots = query.bind(parses ? parseDocument(text) : null);
      let rows = 0;
      const goesOn = query.visit(slots, () => onRow({ key, ordinal: rows++, slots, text }));
      const charge = readCharge(text.length);
      page.charges.scanned += charge;
      if (rows > 0) page.charges.matched += charge;
      if (!goesOn) return;
    }
  }
}

/** The row as JSON text, or undefined if it has no value: such rows vanish. */
export function render({ wholeDocument, project }: Query, row: Row): string | Buffer | undefined {
  if (wholeDocument) return row.text;
  const value = project(row.slots);
  return value === undefined ? undefined : JSON.stringify(value);
}

/** Fills a page from rows in their final order, counting OFFSET, LIMIT and TOP on from `position`; false when it is done. */
export function openPager(query: Query, limits: PageLimits, position: Position | undefined, page: ResultPage) {
  const { top = Infinity, limit = Infinity, offset = 0 } = query.select;
  let { skipped = 0, returned = 0 } = position ?? {};
  let bytes = 0;
  let last: Position = position ?? {};
  return (row: Row, rank?: Value[]): boolean => {
    if (returned >= Math.min(top, limit)) return false;
    const text = render(query, row);
    if (text !== undefined) {
      if (page.texts.length >= limits.items || (page.texts.length > 0 && bytes + text.length > limits.bytes)) {
        page.next = { ...last, skipped, returned };
        return false;
      }
      if (skipped < offset) skipped++;
      else {
        page.texts.push(text);
        bytes += text.length;
        returned++;
      }
    }
    last = { key: row.key.toString('base64url'), ordinal: row.ordinal, rank };
    return true;
  };
}
