import type { Entity } from './entity';
import type { JsonObject } from './json';
import type { TaskResult } from './machineTask';
import type { ResourceSnapshot } from './resource';

/** The Sigma log source an event belongs to: decides which rules look at it. */
export interface LogSource {
  product?: string;
  service?: string;
  category?: string;
}

/** One normalised record. `fields` holds the sender's own names, so that rules and searches read what was sent. */
export interface TelemetryEvent {
  /** Stable over resends: the sender's own identity of the record, or a hash of its content. */
  id: string;
  source: string;
  /** ISO 8601, UTC. */
  time: string;
  /** `enqueued` when the record carries no time of its own. */
  timeOrigin: 'record' | 'enqueued';
  /** As sent; empty when the record names none. */
  resourceId: string;
  logSource: LogSource;
  entities: Entity[];
  fields: JsonObject;
  /** Single records behind a merged event (auditd): rules that name one record type match these. */
  parts?: JsonObject[];
  /** Ids that the event's parts have alone, when they came in several messages: a repeat may cut them otherwise. */
  joined?: string[];
  /** The state of a resource that this record reports. */
  snapshot?: ResourceSnapshot;
  /** What a collector says of a task that it was given. */
  taskResult?: TaskResult;
}
