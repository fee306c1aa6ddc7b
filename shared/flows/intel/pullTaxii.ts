import { z } from 'zod';
import { jsonOf } from '../../core/detect/intel/feedText';
import { stixItems } from '../../core/detect/intel/parseStix';
import type { IntelFeed, TaxiiCursor } from '../../model/intelFeed';
import { Rejected } from '../../model/rejected';
import type { FeedAnswer } from '../ports/intel';
import type { Ports } from '../ports';
import type { Ask } from './askFeed';
import { urlOf } from './pullFile';
import { compacted, storeItems } from './storeItems';
import type { HeldFeed } from './withFeed';

const accept = 'application/taxii+json;version=2.1';
const pageSize = 1_000;

const envelopeSchema = z.object({
  more: z.boolean().default(false),
  next: z.string().min(1).max(4_000).optional(),
  objects: z.array(z.unknown()).default([]),
});

/**
 * What was added to a TAXII 2.1 collection since it was read last (OASIS TAXII 2.1, sections 3.4 and 5.4), page by page. The cursor is
 * saved after the page is stored: a page that comes twice is the same versions of the same ids. Answers whether there is more.
 */
export async function pullTaxii(
  ports: Pick<Ports, 'now' | 'intelBlobs'>,
  feed: IntelFeed,
  ask: Ask,
  held: HeldFeed,
): Promise<boolean> {
  for (;;) {
    const cursor = held.progress.cursor ?? {};
    const page = await pageAt(feed, ask, cursor);
    if (page === undefined) {
      // The server forgot where it was: the round begins again, and nothing is lost.
      await held.save({ ...held.progress, cursor: withoutNext(cursor) });
      continue;
    }
    const { more, next, objects } = page.envelope;
    const stored = await storeItems(ports, feed.name, held.progress, stixItems(feed.name, objects), false);
    const after = cursorAfter(cursor, { more, next, last: page.lastAdded });
    await held.save({
      ...(await compacted(ports, feed.name, stored)),
      cursor: after,
      ...(!more && { confirmedAt: ports.now().toISOString() }),
    });
    if (!more) return false;
    if (held.isLate()) return true;
  }
}

interface Page {
  envelope: z.infer<typeof envelopeSchema>;
  lastAdded: string | undefined;
}

async function pageAt(feed: IntelFeed, ask: Ask, { addedAfter, next }: TaxiiCursor): Promise<Page | undefined> {
  const url = new URL(
    `${urlOf(feed).replace(/\/+$/, '')}/collections/${encodeURIComponent(feed.collection ?? '')}/objects/`,
  );
  if (addedAfter !== undefined) url.searchParams.set('added_after', addedAfter);
  url.searchParams.set('limit', String(pageSize));
  if (next !== undefined) url.searchParams.set('next', next);
  url.searchParams.set('match[type]', 'indicator');
  let answer: FeedAnswer;
  try {
    answer = await ask(url.href, { accept });
  } catch (error) {
    const isForgotten =
      next !== undefined && error instanceof Rejected && ['Feed400', 'Feed404', 'Feed410'].includes(error.code);
    if (isForgotten) return undefined;
    throw error;
  }
  const read = envelopeSchema.safeParse(jsonOf(answer.body.toString('utf8')));
  if (!read.success) throw new Rejected('NotTaxii', `The answer is no TAXII envelope: ${z.prettifyError(read.error)}`);
  return { envelope: read.data, lastAdded: answer.headers['x-taxii-date-added-last'] };
}

interface Told {
  more: boolean;
  next: string | undefined;
  last: string | undefined;
}

/** Where the next page begins. Throws Rejected when a server says that there is more and not where, or the same place again. */
function cursorAfter(cursor: TaxiiCursor, { more, next, last }: Told): TaxiiCursor {
  if (more && next !== undefined) {
    if (next === cursor.next) throw stuck();
    return { ...cursor, next };
  }
  const after = last ?? cursor.addedAfter;
  if (more && (after === undefined || after === cursor.addedAfter)) throw stuck();
  return after === undefined ? {} : { addedAfter: after };
}

const withoutNext = ({ addedAfter }: TaxiiCursor): TaxiiCursor => (addedAfter === undefined ? {} : { addedAfter });

const stuck = (): Rejected =>
  new Rejected('TaxiiStuck', 'The server says that there is more and not where it begins: nothing further can be read');
