/** What the telemetry hub says of one of its partitions. Sequences are -1 while it never held anything. */
export interface HubPartition {
  partitionId: string;
  firstSequence: number;
  lastSequence: number;
  /** ISO 8601, UTC. */
  lastEnqueuedAt: string;
}

/** A message as it is to stand on the telemetry hub again. */
export interface ReplayedMessage {
  partitionId: string;
  properties: Record<string, string | number | boolean>;
  /** That the ingest door vouched for. */
  workspaceId?: string;
  body: Buffer;
}

export interface TelemetryHub {
  partitions(): Promise<HubPartition[]>;
  /** Throws Rejected `TooLarge` when no message can hold the body. */
  resend(message: ReplayedMessage): Promise<void>;
}
