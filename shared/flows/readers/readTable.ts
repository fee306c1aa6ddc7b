import { beginningOf } from '../../core/ingest/pull/beginningOf';
import { afterLook, afterRead, halves, nextSlice, startTable } from '../../core/ingest/pull/tableCursor';
import type { ReaderPart, Slice, TableCursor } from '../../model/logReader';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import { type PulledFrom, sendPulled } from './sendPulled';
import { type HeldPosition, type ReadOutcome, withPosition } from './withPosition';

/** Then the rest goes on the queue again, so that no piece runs into the time limit of a function. */
const slicesPerPiece = 20;
const shares = 64;
const minute = 60_000;

type TablePorts = Pick<Ports, 'now' | 'readers' | 'logTables' | 'door' | 'quarantine' | 'work' | 'log'>;
type TablePart = Extract<ReaderPart, { kind: 'table' }>;

interface Table {
  part: TablePart;
  from: PulledFrom;
  /** Says that the reader goes on, between two queries. */
  keep(): Promise<void>;
}

/** Reads what is new in a table, by ingestion time, and what became visible late in slices that were read before. */
export async function readTable(
  ports: TablePorts,
  message: Extract<WorkMessage, { kind: 'readTable' }>,
): Promise<ReadOutcome> {
  const document = await ports.readers.reader(message.reader);
  const reader = document?.reader;
  if (!document || !reader?.enabled || reader.source.type !== 'logAnalytics') return { outcome: 'gone' };
  const { logAnalyticsId, tables, lateMinutes } = reader.source;
  if (!tables.includes(message.table)) return { outcome: 'gone' };
  const part: TablePart = { kind: 'table', logAnalyticsId, table: message.table };
  const where = { part, start: startTable(beginningOf(reader, ports.now())), workspaceId: document.workspaceId };
  let isBehind = false;
  const from: PulledFrom = { workspaceId: document.workspaceId, key: keyOf(part) };
  const outcome = await withPosition(ports, reader, where, async (held) => {
    const table: Table = { part, from, keep: () => held.keep() };
    await lookAgain(ports, table, held, lateMinutes * minute);
    isBehind = await readNew(ports, table, held, lateMinutes * minute);
  });
  if (outcome.outcome === 'throttled') await ports.work.send(message, outcome.retryAfterSeconds);
  if (isBehind && outcome.outcome === 'read') await ports.work.send(message);
  return outcome;
}

/** Rows may become visible after others that were ingested later: a slice that holds more than it did is sent again. */
async function lookAgain(
  ports: TablePorts,
  table: Table,
  held: HeldPosition<TableCursor>,
  lateMs: number,
): Promise<void> {
  const { open } = held.cursor;
  if (open.length === 0) return;
  const askedAt = ports.now();
  const counts = [...(await ports.logTables.counts(table.part.logAnalyticsId, table.part.table, open))];
  for (const [at, slice] of open.entries()) {
    if (counts[at] === slice.rows) continue;
    counts[at] = 0;
    await readSlice(ports, table, slice, async (_slice, rows) => {
      counts[at]! += rows;
      await held.save(held.cursor, rows);
    });
  }
  await held.save(afterLook(held.cursor, counts, { askedAt, lateMs }));
}

/** Answers whether there is more to read. */
async function readNew(
  ports: TablePorts,
  table: Table,
  held: HeldPosition<TableCursor>,
  lateMs: number,
): Promise<boolean> {
  for (let slices = 0; slices < slicesPerPiece && !held.isLate(); slices += 1) {
    const askedAt = ports.now();
    const slice = nextSlice(held.cursor, askedAt);
    if (!slice) return false;
    await readSlice(ports, table, slice, (piece, rows, roomy) =>
      held.save(afterRead(held.cursor, { ...piece, rows }, { askedAt, lateMs, roomy }), rows),
    );
  }
  return nextSlice(held.cursor, ports.now()) !== undefined;
}

type SliceRead = (slice: Slice, rows: number, roomy: boolean) => Promise<void>;

/** Sends all rows of a slice, in halves when one answer cannot hold them; `done` hears of each part in the order of time. */
async function readSlice(ports: TablePorts, table: Table, slice: Slice, done: SliceRead, roomy = true): Promise<void> {
  await table.keep();
  const rows = await ports.logTables.rows({ ...whereOf(table), slice });
  if (rows) {
    await sendPulled(ports, table.from, rows);
    return done(slice, rows.length, roomy);
  }
  const parts = halves(slice);
  if (!parts) return done(slice, await readShares(ports, table, slice), false);
  for (const half of parts) await readSlice(ports, table, half, done, false);
}

/** Rows of one batch can share their ingestion time: then they are divided by what is in them. */
async function readShares(ports: TablePorts, table: Table, slice: Slice): Promise<number> {
  let total = 0;
  for (let index = 0; index < shares; index += 1) {
    await table.keep();
    const rows = await ports.logTables.rows({ ...whereOf(table), slice, share: { index, of: shares } });
    if (!rows)
      throw new Rejected(
        'TooManyRows',
        `More rows were ingested at ${slice.from} than can be read; lower the volume of the table or export it`,
      );
    await sendPulled(ports, table.from, rows);
    total += rows.length;
  }
  return total;
}

const whereOf = ({ part: { logAnalyticsId, table } }: Table) => ({ logAnalyticsId, table });

const keyOf = ({ logAnalyticsId, table }: TablePart): string => `logAnalytics/${logAnalyticsId}/${table}`;
