import type { HubPositionDocument, IngestCountDocument } from '../../../shared/model/ingestMetrics';
import type { RecordCount } from '../../../shared/model/recordCount';
import type { ClosedAlert, Meter, MetricStore, PartitionLag, StaleCount } from '../../../shared/flows/ports/metrics';

export function memoryMetrics(): { store: MetricStore; rows: Map<string, IngestCountDocument> } {
  const rows = new Map<string, IngestCountDocument>();
  const positions = new Map<string, HubPositionDocument>();
  const store: MetricStore = {
    save: async (added) => {
      for (const row of added) rows.set(`${row.pk}|${row.id}`, structuredClone(row));
    },
    reached: async (position) => {
      const stored = positions.get(position.partitionId);
      if (!stored || stored.enqueuedAt <= position.enqueuedAt) positions.set(position.partitionId, position);
    },
    counts: async (pks) => structuredClone([...rows.values()].filter(({ pk }) => pks.includes(pk))),
    positions: async () => [...positions.values()],
  };
  return { store, rows };
}

/** What OpenTelemetry was told. */
export function memoryMeter(): {
  meter: Meter;
  records: RecordCount[];
  lags: PartitionLag[][];
  closed: ClosedAlert[];
  stale: StaleCount[];
} {
  const records: RecordCount[] = [];
  const lags: PartitionLag[][] = [];
  const closed: ClosedAlert[] = [];
  const stale: StaleCount[] = [];
  const meter: Meter = {
    records: (counts) => void records.push(...structuredClone(counts)),
    lag: (partitions) => void lags.push([...partitions]),
    closed: (alert) => void closed.push(alert),
    stale: (counts) => void stale.push(...counts),
    flush: async () => undefined,
  };
  return { meter, records, lags, closed, stale };
}
