import { createRecordCounts, type RecordCounts } from '../core/ingest/recordCounts';
import { countRow, dayOf, minuteOf } from '../core/ingest/countRows';
import type { HubPositionDocument, IngestCountDocument } from '../model/ingestMetrics';
import type { RecordCount } from '../model/recordCount';
import type { Ports } from './ports';

/** A batch of which everything is stored, with where its last message stood. */
export interface CountedBatch {
  partitionId: string;
  sequence: number;
  enqueuedAt: string;
  counts: RecordCount[];
}

/** Counts of this instance on their way to the store. */
export interface IngestMeter {
  counted(batch: CountedBatch): void;
  /** Writes what is not written yet. Never fails: what could not be written goes with the next write. */
  flush(): Promise<void>;
}

export interface MeterUnits {
  /** A name that no other instance has or had. */
  instance: string;
  workspaceId: string;
  /** Runs `act` later, without keeping the process alive for it. */
  later: (milliseconds: number, act: () => void) => void;
}

const writeEveryMs = 5_000;

/**
 * Adds batches up in memory and writes them every few seconds, apart from the way of telemetry: one row for the minute, one for
 * the day, and the position of each partition that moved. Rows hold sums and are written whole, so a repeated write counts once.
 */
export function createIngestMeter(
  ports: Pick<Ports, 'now' | 'metrics' | 'meter' | 'log'>,
  { instance, workspaceId, later }: MeterUnits,
): IngestMeter {
  /** Sums of each minute and day that is not over, or not written. */
  const sums = new Map<string, { row: Omit<IngestCountDocument, 'counts'>; counts: RecordCounts; isDirty: boolean }>();
  const positions = new Map<string, HubPositionDocument>();
  let isAwaited = false;
  let writing: Promise<void> = Promise.resolve();

  function add(period: 'minute' | 'day', at: Date, counts: RecordCount[]): void {
    const row = countRow({ workspaceId, instance, period, at });
    const sum = sums.get(row.id) ?? { row, counts: createRecordCounts(), isDirty: true };
    sum.counts.addAll(counts);
    sum.isDirty = true;
    sums.set(row.id, sum);
  }

  async function write(): Promise<void> {
    const dirty = [...sums.values()].filter((sum) => sum.isDirty);
    const moved = [...positions.values()];
    dirty.forEach((sum) => (sum.isDirty = false));
    positions.clear();
    try {
      await ports.metrics.save(dirty.map(({ row, counts }) => ({ ...row, counts: counts.list() })));
      for (const position of moved) await ports.metrics.reached(position);
      forgetWritten();
    } catch (error) {
      dirty.forEach((sum) => (sum.isDirty = true));
      for (const position of moved)
        if (!positions.has(position.partitionId)) positions.set(position.partitionId, position);
      ports.log.warn('Counts of telemetry could not be written; they go with the next write', { error: String(error) });
      writeLater();
    }
  }

  /** Periods that are over get nothing more. */
  function forgetWritten(): void {
    const now = ports.now();
    for (const [id, { row, isDirty }] of sums) {
      const current = row.period === 'minute' ? minuteOf(now) : dayOf(now);
      if (!isDirty && row.from < current) sums.delete(id);
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  function writeLater(): void {
    if (isAwaited) return;
    isAwaited = true;
    later(writeEveryMs, () => {
      isAwaited = false;
      void flush();
    });
  }

  return {
    counted({ partitionId, sequence, enqueuedAt, counts }) {
      const now = ports.now();
      if (counts.length > 0) {
        add('minute', now, counts);
        add('day', now, counts);
        ports.meter.records(counts);
      }
      const place = { kind: 'hubPosition', pk: 'positions', id: `partition|${partitionId}`, workspaceId } as const;
      positions.set(partitionId, { ...place, partitionId, sequence, enqueuedAt, doneAt: now.toISOString() });
      writeLater();
    },
    flush,
  };
}
