import type { Json } from '../../model/json';
import type { TelemetryEvent } from '../../model/telemetryEvent';

/** A record as it came out of its envelope: a JSON object, or a line of text. */
export type RawRecord = { [key: string]: Json } | string;

/** What the hub knows of the message a record came in. */
export interface RecordContext {
  /** ISO 8601, UTC. */
  enqueuedAt: string;
  /** Machine the sender says it speaks for (application property `resourceId`), else empty. */
  resourceId: string;
  /** Where the record stood: hub partition, sequence number, index within the body. Part of the identity of records without one. */
  position: string;
}

/** A kind of telemetry: one file in `content/sources`. The first source by `order`, then id, that recognises a record reads it. */
export interface Source {
  id: string;
  /** Lower goes first; the generic source is 1000, the others 100 unless one must look earlier. */
  order: number;
  recognises(raw: RawRecord): boolean;
  /**
   * Lower-case names of top-level members: an object without any of them, whatever their case, is not ours, and `recognises` is
   * not asked. Without `keys` it is asked of every record; `[]` says that no object is ours.
   */
  keys?: readonly string[];
  /** Whether it reads texts too; default: only when it has no `keys`. */
  text?: boolean;
  /** Several records that belong together (lines of one audit event), as indexes into the list; default: each record alone. */
  group?(records: RawRecord[]): number[][];
  /** Throws `Rejected` when the record cannot be read. */
  normalise(records: RawRecord[], context: RecordContext): TelemetryEvent[];
  samples: SourceSample[];
}

/** A sample is a test: the raw body as sent, and what must come out. */
export interface SourceSample {
  name: string;
  body: string;
  expect: Partial<Omit<TelemetryEvent, 'snapshot'>>[] | { rejected: string };
}
