import type { QuarantineReason } from './quarantineReason';

/** Input that could not be read, with its raw bytes, so that it can be replayed after a fix. */
export interface QuarantineEntry {
  hubPartition: string;
  sequence: number;
  /** Index of the record within its body; -1 when the whole body could not be split. */
  index: number;
  enqueuedAt: string;
  code: QuarantineReason;
  /** What exactly is wrong with it. */
  reason: string;
  /** Id of the source that was asked to read it. */
  source?: string;
  /** The workspace that the ingest door authenticated its sender for. */
  workspaceId?: string;
  /** Application properties of the message, when they are small enough to be kept. */
  properties?: Record<string, string | number | boolean>;
  raw: Buffer;
}

/** An entry as it is listed. */
export interface StoredQuarantineEntry extends Omit<QuarantineEntry, 'raw'> {
  id: string;
  /** Of the raw input. */
  bytes: number;
  replayedAt?: string;
  _etag: string;
}

/** Times are of arrival (ISO 8601, UTC), `from` inclusive, `to` exclusive. */
export interface QuarantineFilter {
  reason?: QuarantineReason | undefined;
  source?: string | undefined;
  from: string;
  to: string;
  replayed?: boolean | undefined;
}
