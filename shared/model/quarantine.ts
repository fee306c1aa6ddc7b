/** Input that could not be read, with its raw bytes, so that it can be replayed after a fix. */
export interface QuarantineEntry {
  hubPartition: string;
  sequence: number;
  /** Index of the record within its body; -1 when the whole body could not be split. */
  index: number;
  enqueuedAt: string;
  code: string;
  reason: string;
  raw: Buffer;
}
