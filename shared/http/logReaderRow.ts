import { z } from 'zod';
import type { LogReaderDocument, ReaderPositionDocument } from '../model/documents/readers';
import type { LogReader } from '../model/logReader';
import { logReaderBody } from './logReaderBody';

/** An hour of flow logs is open for three hours: it lasts one, and two more are waited for what comes late. */
const openHoursMs = 3 * 3_600_000;

const partSchema = z.object({
  table: z.string().optional(),
  container: z.string().optional(),
  readThrough: z.string().nullable().meta({ description: 'All that was ingested, or logged, before was read' }),
  lagSeconds: z
    .number()
    .nullable()
    .meta({ description: 'Since then; of flow logs, beyond the three hours for which an hour is open' }),
  readAt: z.string().nullable().meta({ description: 'When it was last read without an error' }),
  openBlobs: z.number().int().optional().meta({ description: 'Blobs of hours that are not over' }),
  records: z.number().int().meta({ description: 'Records sent; of containers, from open blobs' }),
  error: z.object({ at: z.string(), code: z.string(), message: z.string() }).nullable(),
});

export const logReaderRow = logReaderBody.extend({
  name: z.string(),
  since: z.string(),
  workspaceId: z.string(),
  state: z.array(partSchema).optional(),
});

export const rowOf = ({ reader, workspaceId }: LogReaderDocument): z.infer<typeof logReaderRow> => ({
  ...reader,
  workspaceId,
});

type Part = z.infer<typeof partSchema>;

/** How far each table or container is, in the order in which the reader names them. */
export function stateOf({ source }: LogReader, positions: ReaderPositionDocument[], now: Date): Part[] {
  if (source.type === 'logAnalytics')
    return source.tables.map((table) => ({
      table,
      ...progressOf(
        positions.find(
          ({ part }) => part.kind === 'table' && part.table === table && part.logAnalyticsId === source.logAnalyticsId,
        ),
        now,
      ),
    }));
  return source.containers.map((container) => {
    const own = positions.filter(
      ({ part }) => part.kind !== 'table' && part.container === container && part.storageUrl === source.storageUrl,
    );
    const blobs = own.filter(({ part }) => part.kind === 'blob');
    const whole = progressOf(
      own.find(({ part }) => part.kind === 'container'),
      now,
    );
    return {
      container,
      ...whole,
      openBlobs: blobs.length,
      records: blobs.reduce((sum, { records }) => sum + records, 0),
      error: whole.error ?? blobs.find(({ error }) => error !== undefined)?.error ?? null,
    };
  });
}

function progressOf(position: ReaderPositionDocument | undefined, now: Date): Part {
  const through = throughOf(position);
  const expected = position?.cursor.kind === 'container' ? openHoursMs : 0;
  const lag = through === null ? null : Math.max(0, now.getTime() - Date.parse(through) - expected);
  return {
    readThrough: through,
    lagSeconds: lag === null ? null : Math.round(lag / 1000),
    readAt: position?.readAt ?? null,
    records: position?.records ?? 0,
    error: position?.error ?? null,
  };
}

function throughOf(position: ReaderPositionDocument | undefined): string | null {
  if (position?.cursor.kind === 'table') return position.cursor.next;
  return position?.cursor.kind === 'container' ? position.cursor.through : null;
}
