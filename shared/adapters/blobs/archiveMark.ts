import { z } from 'zod';
import { nothingSeen, type Seen } from '../../core/ingest/archiveFrame';
import { Rejected } from '../../model/rejected';

const markSchema = z.object({
  /** Where reading goes on. */
  blob: z.string(),
  offset: z.number().int().min(0),
  /** The page key that is being read, and what was seen of it: the rest may hold repeats. */
  series: z.string(),
  seen: z.object({ upTo: z.string(), beyond: z.array(z.string()) }),
});

export type ArchiveMark = z.infer<typeof markSchema>;

/** Continuations are short: more joined events than that are not open at once. */
const maxBeyond = 50;

export const writeArchiveMark = ({
  seen: { upTo, beyond },
  ...mark
}: Omit<ArchiveMark, 'seen'> & { seen: Seen }): string =>
  JSON.stringify({ ...mark, seen: { upTo, beyond: beyond.slice(-maxBeyond) } });

export function readArchiveMark(text: string | undefined): Omit<ArchiveMark, 'blob'> & { blob: string | undefined } {
  if (text === undefined) return { blob: undefined, offset: 0, series: '', seen: { ...nothingSeen, beyond: [] } };
  try {
    return markSchema.parse(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
    throw new Rejected(
      'ContinuationInvalid',
      'The continuation was not issued for this query: start again without it.',
    );
  }
}
