import { readerPositionKey } from '../../core/documentIds';
import type { ReaderPositionDocument } from '../../model/documents/readers';
import type { LogReader, ReaderCursor, ReaderPart } from '../../model/logReader';
import type { Ports } from '../ports';
import { type NotDone, whileHeld } from '../whileHeld';

const holdMs = 2 * 60_000;
/** Work that takes longer says in between that it goes on. */
const keepAfterMs = 30_000;

export interface HeldPosition<C> {
  cursor: C;
  /** Saves what was done so far and goes on holding. Throws Conflict when another one took over. */
  save(cursor: C, records?: number): Promise<void>;
  /** Goes on holding while nothing is to be saved: to be called often. Throws Conflict. */
  keep(): Promise<void>;
  /** Whether the piece has taken as long as it may. */
  isLate(): boolean;
}

export type ReadOutcome = { outcome: 'read'; records: number } | { outcome: 'gone' } | NotDone;

type ReaderPorts = Pick<Ports, 'now' | 'readers' | 'log'>;

/** Reads one part of a reader while nobody else does. What two sent at once is recognised as a repeat. */
export async function withPosition<C extends ReaderCursor>(
  ports: ReaderPorts,
  { name }: LogReader,
  { part, start, workspaceId }: { part: ReaderPart; start: C; workspaceId: string },
  act: (held: HeldPosition<C>) => Promise<void>,
): Promise<ReadOutcome> {
  const fresh: ReaderPositionDocument = {
    kind: 'readerPosition',
    ...readerPositionKey(name, part),
    workspaceId,
    part,
    cursor: start,
    records: 0,
  };
  const found = (await ports.readers.position(name, part)) ?? fresh;
  const ended = await whileHeld<ReaderPositionDocument>(
    {
      ports,
      holdMs,
      store: (document) => ports.readers.savePosition(document),
      failed: { message: 'A reader could not go on', about: { reader: name, part } },
    },
    found,
    async (holding) => {
      let savedAt = ports.now().getTime();
      const position: HeldPosition<C> = {
        cursor: holding.document.cursor as C,
        isLate: holding.isLate,
        keep: async () => {
          if (ports.now().getTime() - savedAt > keepAfterMs) await position.save(position.cursor);
        },
        async save(cursor, records = 0) {
          position.cursor = cursor;
          savedAt = ports.now().getTime();
          await holding.save({ cursor, records: holding.document.records + records });
        },
      };
      await act(position);
      return { readAt: ports.now().toISOString() };
    },
  );
  return ended.outcome === 'done' ? { outcome: 'read', records: ended.document.records - found.records } : ended;
}
