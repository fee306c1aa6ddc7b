import type { Json, JsonObject } from '../../model/json';
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
  /** How a user's settings read what no source knows, in the order in which they are asked. */
  mappings?: readonly RecordMapping[];
}

/** One mapping of a user's settings (`shared/model/sourceMapping.ts`), made ready by `recordMappings`. */
export interface RecordMapping {
  name: string;
  matches(record: JsonObject): boolean;
  /** Undefined when there is no time where the mapping looks for it. */
  timeOf(record: JsonObject, context: RecordContext): Pick<TelemetryEvent, 'time' | 'timeOrigin'> | undefined;
  /** The event with all else that the mapping finds in its fields; what it does not find stays as it is. */
  applied(event: TelemetryEvent): TelemetryEvent;
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
  /** Names the event that the record is a part of, when its other parts may come in other messages: they are joined within a batch. */
  eventKey?(record: RawRecord): string | undefined;
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
