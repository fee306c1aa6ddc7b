import { readerPositionKey } from '../../core/documentIds';
import type { ReaderPositionDocument } from '../../model/documents/readers';
import type { LogReader, ReaderCursor, ReaderPart } from '../../model/logReader';
import { Rejected } from '../../model/rejected';
import { Conflict, Throttled } from '../ports/portErrors';
import type { Ports } from '../ports';

/**
 * For so long after a save nobody else begins on a part. It only spares double work: should two read at once, the second to
 * save loses and ends, and what both sent is recognised as a repeat.
 */
const holdMs = 2 * 60_000;
/** Work that takes longer says in between that it goes on. */
const keepAfterMs = 30_000;
/** A piece ends in time before a function may not run any longer; what is left is another piece. */
const pieceMs = 4 * 60_000;
const longestMessage = 300;

export interface HeldPosition<C> {
  cursor: C;
  /** Saves what was done so far and goes on holding. Throws Conflict when another one took over. */
  save(cursor: C, records?: number): Promise<void>;
  /** Goes on holding while nothing is to be saved: to be called often. Throws Conflict. */
  keep(): Promise<void>;
  /** Whether the piece has taken as long as it may. */
  isLate(): boolean;
}

export type ReadOutcome =
  | { outcome: 'read'; records: number }
  | { outcome: 'busy' | 'lost' | 'gone' }
  | { outcome: 'failed'; code: string }
  | { outcome: 'throttled'; retryAfterSeconds: number };

type ReaderPorts = Pick<Ports, 'now' | 'readers' | 'log'>;

/**
 * Reads one part of a reader while nobody else does. What fails is noted with the position, where people see it, and is tried
 * again when the timer comes round: an error of a dependency is no reason for a queue message to circle.
 */
export async function withPosition<C extends ReaderCursor>(
  ports: ReaderPorts,
  { name }: LogReader,
  { part, start, workspaceId }: { part: ReaderPart; start: C; workspaceId: string },
  act: (held: HeldPosition<C>) => Promise<void>,
): Promise<ReadOutcome> {
  const found = await ports.readers.position(name, part);
  const now = ports.now();
  if (found?.heldUntil !== undefined && found.heldUntil > now.toISOString()) return { outcome: 'busy' };
  const fresh: ReaderPositionDocument = {
    kind: 'readerPosition',
    ...readerPositionKey(name, part),
    workspaceId,
    part,
    cursor: start,
    records: 0,
  };
  const held = (): Pick<ReaderPositionDocument, 'heldUntil'> => ({
    heldUntil: new Date(ports.now().getTime() + holdMs).toISOString(),
  });
  const before = found?.records ?? 0;
  let document = found ?? fresh;
  try {
    document = await ports.readers.savePosition({ ...document, ...held() });
    let savedAt = now.getTime();
    const position: HeldPosition<C> = {
      cursor: document.cursor as C,
      isLate: () => ports.now().getTime() - now.getTime() > pieceMs,
      keep: async () => {
        if (ports.now().getTime() - savedAt > keepAfterMs) await position.save(position.cursor);
      },
      async save(cursor, records = 0) {
        position.cursor = cursor;
        savedAt = ports.now().getTime();
        document = await ports.readers.savePosition({
          ...document,
          ...held(),
          cursor,
          records: document.records + records,
        });
      },
    };
    await act(position);
    const { heldUntil: _held, error: _error, ...free } = document;
    await ports.readers.savePosition({ ...free, readAt: ports.now().toISOString() });
    return { outcome: 'read', records: document.records - before };
  } catch (error) {
    if (error instanceof Conflict) return { outcome: 'lost' };
    return noted(ports, name, document, error);
  }
}

async function noted(
  ports: ReaderPorts,
  reader: string,
  document: ReaderPositionDocument,
  cause: unknown,
): Promise<ReadOutcome> {
  const { heldUntil: _held, ...free } = document;
  const now = ports.now();
  const error = { at: now.toISOString(), ...described(cause) };
  const pause = cause instanceof Throttled && {
    heldUntil: new Date(now.getTime() + cause.retryAfterSeconds * 1000).toISOString(),
  };
  ports.log.warn('A reader could not go on', { reader, part: document.part, ...error });
  try {
    await ports.readers.savePosition({ ...free, ...pause, error });
  } catch (lost) {
    if (!(lost instanceof Conflict)) throw lost;
    return { outcome: 'lost' };
  }
  if (cause instanceof Throttled) return { outcome: 'throttled', retryAfterSeconds: cause.retryAfterSeconds };
  return { outcome: 'failed', code: error.code };
}

/** Addresses in messages may carry signatures. */
function described(cause: unknown): { code: string; message: string } {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = cause instanceof Rejected ? cause.code : error.name;
  return { code, message: error.message.replace(/\?\S+/g, '?...').slice(0, longestMessage) };
}
