import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badRequest } from '../fault';
import type { Value } from './syntax';

/** Where a page stopped: the last row seen, and the rows OFFSET skipped and LIMIT or TOP counted so far. */
export interface Position {
  /** Store key of the row's document, base64url. */
  key?: string | undefined;
  /** Number of the row among those of its document: a JOIN makes several. */
  ordinal?: number | undefined;
  /** Values of its ORDER BY items. */
  rank?: Value[] | undefined;
  skipped?: number | undefined;
  returned?: number | undefined;
}

const schema = z.object({
  query: z.string(),
  key: z.string().optional(),
  ordinal: z.int().optional(),
  // An undefined sort value is an empty list, any other a list of one.
  rank: z
    .array(
      z
        .array(z.json())
        .max(1)
        .transform(([value]): Value => value),
    )
    .optional(),
  skipped: z.int().optional(),
  returned: z.int().optional(),
});

const fingerprint = (query: string) => createHash('sha256').update(query).digest('base64url').slice(0, 12);

/** An opaque token that holds the whole position, so that it outlives the process; valid for the same query text only. */
export function writeContinuation(query: string, position: Position): string {
  const rank = position.rank?.map((value) => (value === undefined ? [] : [value]));
  return Buffer.from(JSON.stringify({ ...position, rank, query: fingerprint(query) })).toString('base64');
}

export function readContinuation(query: string, token: string): Position {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(token, 'base64').toString());
  } catch (cause) {
    throw badRequest(`The continuation token is malformed: ${String(cause)}`);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw badRequest('The continuation token is malformed.');
  const { query: made, ...position } = parsed.data;
  if (made !== fingerprint(query)) throw badRequest('The continuation token belongs to another query.');
  return position;
}
