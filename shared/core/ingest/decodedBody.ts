import type { QuarantineReason } from '../../model/quarantineReason';
import type { RawRecord } from './source';

/** One record out of its envelope. `bytes` is exact for a record that had a line or body to itself, else its share of the envelope. */
export interface DecodedRecord {
  index: number;
  raw: RawRecord;
  bytes: number;
  /** The record was not valid JSON as sent; its single-quoted part was read by other means. */
  repaired?: true;
}

/** Input that could not be read. `index` is -1 when the whole body could not be split into records. */
export interface RejectedRecord {
  index: number;
  code: QuarantineReason;
  /** What exactly is wrong with it. */
  reason: string;
  /** Id of the source that was asked to read it. */
  source?: string;
  raw: Buffer;
}

/**
 * What one body held. received = records + rejected: an unreadable body counts as one, an empty body or envelope as none.
 * Indexes run over records and rejections together, in the order of the body.
 */
export interface DecodedBody {
  records: DecodedRecord[];
  rejected: RejectedRecord[];
  /** Elements that carry nothing (`null`, `{}`), an empty body and empty envelopes: counted, not stored. */
  empty: number;
}

export interface DecodeLimits {
  /** Size of one record in bytes; the product's setting. */
  maxRecordBytes: number;
  /** Size of the body after decompression. A hub takes 1 MB per event, which gzip makes at most this. */
  maxBodyBytes: number;
  /** Levels of objects and arrays within one record. */
  maxDepth: number;
  /** Records in one body. */
  maxRecords: number;
}

export const defaultDecodeLimits: DecodeLimits = {
  maxRecordBytes: 262_144,
  maxBodyBytes: 16 * 1024 * 1024,
  maxDepth: 64,
  maxRecords: 50_000,
};
