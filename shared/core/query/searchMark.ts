import { z } from 'zod';
import { Rejected } from '../../model/rejected';

const positionSchema = z.object({
  /** Continuation of the batch of pages; absent for the first. */
  batch: z.string().optional(),
  page: z.string(),
  /** Events of that page that are done. */
  event: z.number().int().min(0),
});

const markSchema = z.object({
  /** The time of the query, in milliseconds since 1970. */
  now: z.number().int(),
  /** Rows of the pages before. */
  answered: z.number().int().min(0),
  position: positionSchema.optional(),
});

/** Where the scan of a streamed query goes on. */
export interface SearchPosition {
  batch?: string | undefined;
  page: string;
  event: number;
}

/** Where the next page of an answer begins. Whoever hands it out binds it to its query. */
export interface SearchMark {
  now: number;
  answered: number;
  position?: SearchPosition | undefined;
}

export const writeSearchMark = (mark: SearchMark): string => JSON.stringify(mark);

export function readSearchMark(text: string): SearchMark {
  const parsed = markSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Rejected('ContinuationInvalid', 'The continuation was not issued for this query: start again without it.');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
