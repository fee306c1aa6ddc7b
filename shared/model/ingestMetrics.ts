import type { Stored } from './documents/stored';
import type { RecordCount } from './recordCount';

/**
 * Container `metrics`, key `/pk`: what one instance of the app ingested in one minute or day. The row is written whole each
 * time, so a write that is repeated counts once. Minutes are kept for 2 hours, days for 31 days.
 */
export interface IngestCountDocument extends Stored {
  kind: 'ingestCounts';
  pk: string;
  instance: string;
  period: 'minute' | 'day';
  /** Begin of the minute or day (ISO 8601, UTC), by the clock of the instance. */
  from: string;
  counts: RecordCount[];
}

/** Container `metrics`, key `/pk`: the newest message of one hub partition whose records are done. */
export interface HubPositionDocument extends Stored {
  kind: 'hubPosition';
  pk: 'positions';
  partitionId: string;
  sequence: number;
  /** When that message reached the hub (ISO 8601, UTC). */
  enqueuedAt: string;
  /** When it was done. */
  doneAt: string;
}
