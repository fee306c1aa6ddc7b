import { countPartition, dayOf, minuteOf } from '../core/ingest/countRows';
import { ingestReport, type IngestReport } from '../core/ingest/ingestReport';
import { partitionStates, type PartitionState } from '../core/ingest/partitionLag';
import type { HubPartition } from './ports/telemetryHub';
import type { Ports } from './ports';

export interface Metrics extends IngestReport {
  at: string;
  /** Totals are of records since then. */
  since: string;
  /** Whether the hub could be asked where its partitions end. */
  hub: 'ok' | 'unreachable';
  partitions: PartitionState[];
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What all instances wrote of the last days (UTC, today included); a hub that does not answer leaves the lag unknown. */
export async function readMetrics(
  ports: Pick<Ports, 'now' | 'metrics' | 'telemetryHub' | 'log'>,
  days: number,
): Promise<Metrics> {
  const now = ports.now();
  const since = dayOf(new Date(now.getTime() - (days - 1) * dayMs));
  const hour = minuteOf(new Date(now.getTime() - hourMs));
  const [dayRows, minuteRows, positions, ends] = await Promise.all([
    ports.metrics.counts(unique([since, dayOf(now)].map((from) => countPartition('day', from)))),
    ports.metrics.counts(unique([hour, minuteOf(now)].map((from) => countPartition('minute', from)))),
    ports.metrics.positions(),
    endsOf(ports),
  ]);
  return {
    at: now.toISOString(),
    since,
    ...ingestReport(
      dayRows.filter(({ from }) => from >= since),
      minuteRows,
      now,
    ),
    hub: ends ? 'ok' : 'unreachable',
    partitions: partitionStates(ends, positions, now),
  };
}

const unique = (pks: string[]): string[] => [...new Set(pks)];

async function endsOf(ports: Pick<Ports, 'telemetryHub' | 'log'>): Promise<HubPartition[] | undefined> {
  try {
    return await ports.telemetryHub.partitions();
  } catch (error) {
    ports.log.warn('The telemetry hub does not say where its partitions end', { error: String(error) });
    return undefined;
  }
}
