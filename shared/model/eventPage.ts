/** Where a record stood in its hub partition: sequence number of the message, index of the record within its body. */
export interface PagePosition {
  sequence: number;
  index: number;
}

/**
 * Up to 100 events of one hub partition and hour, stored as one document. `id` is `{hubPartition}-{first.sequence}-{first.index}`,
 * so that two writers that continue from the same mark collide instead of storing twice.
 */
export interface EventPage {
  id: string;
  /** workspace|hour of arrival|hub partition */
  pk: string;
  workspaceId: string;
  hubPartition: string;
  first: PagePosition;
  last: PagePosition;
  /** Oldest and newest event time (ISO). */
  from: string;
  to: string;
  count: number;
  sources: string[];
  hosts: string[];
  users: string[];
  addresses: string[];
  /** base64 of deflate-raw of the JSON array of TelemetryEvents. */
  body: string;
}

export const comparePositions = (a: PagePosition, b: PagePosition): number =>
  a.sequence - b.sequence || a.index - b.index;
