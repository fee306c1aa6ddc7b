/**
 * Where an event stood in its hub partition: sequence number of the message, then the event's place within that body.
 * Fixed width, so that positions compare as text.
 */
export function positionOf(sequence: number, ordinal: number): string {
  return `${String(sequence).padStart(16, '0')}.${String(ordinal).padStart(6, '0')}`;
}

/**
 * Up to 100 events of one hub partition and hour, stored as one document. `id` is `{hubPartition}-{first}`, so that two
 * writers that continue from the same mark collide instead of storing twice.
 */
export interface EventPage {
  id: string;
  /** workspace|hour of arrival|hub partition, and `|other` for what is no telemetry of machines: it has a retention of its own. */
  pk: string;
  workspaceId: string;
  hubPartition: string;
  /** Positions of the first and the last event. */
  first: string;
  last: string;
  /** Oldest and newest event time (ISO). */
  from: string;
  to: string;
  /** Events in the body, and the records they were made of. */
  count: number;
  records: number;
  sources: string[];
  hosts: string[];
  users: string[];
  addresses: string[];
  /** base64 of deflate-raw of the JSON array of TelemetryEvents (without snapshots: `fields` holds them). */
  body: string;
  /** Seconds it stays in hot storage; absent in pages of former versions: as the container says. */
  ttl?: number;
  /** It is in the archive too. */
  archived?: true;
}
