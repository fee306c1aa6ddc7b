import type { AlertVerdict } from '../../model/alert';
import type { IngestCountDocument, HubPositionDocument } from '../../model/ingestMetrics';
import type { RecordCount } from '../../model/recordCount';

/** Counts of what was ingested, and how far each hub partition is done. */
export interface MetricStore {
  /** Writes rows whole: the same row again changes nothing. */
  save(rows: IngestCountDocument[]): Promise<void>;
  /** Keeps the newer of what is stored and what is given. */
  reached(position: HubPositionDocument): Promise<void>;
  /** Rows of these partitions of the container. */
  counts(pks: string[]): Promise<IngestCountDocument[]>;
  positions(): Promise<HubPositionDocument[]>;
}

export interface PartitionLag {
  partitionId: string;
  /** Messages on the hub that are not done. */
  messages: number;
  /** None of them is older; absent when nothing of the partition was ever done. */
  seconds?: number;
}

/** Verdicts of a subscription that rest on snapshots older than their limit of so many hours. */
export interface StaleCount {
  subscriptionId: string;
  hours: string;
  verdicts: number;
}

export interface ClosedAlert {
  ruleId: string;
  alertType: string;
  verdict: AlertVerdict;
}

/** OpenTelemetry, when the deployment says where to. Never fails and never waits. */
export interface Meter {
  records(counts: readonly RecordCount[]): void;
  lag(partitions: readonly PartitionLag[]): void;
  /** Somebody closed an alert and said what it was: the ratio of false to true ones is that of its rule. */
  closed(alert: ClosedAlert): void;
  stale(counts: readonly StaleCount[]): void;
  /** Sends what was not sent yet; waits for it at most some seconds. */
  flush(): Promise<void>;
}
