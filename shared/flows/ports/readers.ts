import type { LogReaderDocument, ReaderPositionDocument } from '../../model/documents/readers';
import type { ReaderPart, Slice } from '../../model/logReader';

/** What is to be read from where nobody sends it, and how far it is read. */
export interface ReaderStore {
  readers(): Promise<LogReaderDocument[]>;
  reader(name: string): Promise<LogReaderDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  saveReader(document: LogReaderDocument): Promise<LogReaderDocument>;
  /** Throws Conflict. */
  removeReader(document: LogReaderDocument): Promise<void>;
  /** Every part of a reader that has a position. */
  positions(reader: string): Promise<ReaderPositionDocument[]>;
  position(reader: string, part: ReaderPart): Promise<ReaderPositionDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  savePosition(document: ReaderPositionDocument): Promise<ReaderPositionDocument>;
  /** Also when it is gone already. */
  removePosition(document: ReaderPositionDocument): Promise<void>;
}

/** Which rows: those ingested in a slice, or one of several shares of them when a slice cannot be shorter. */
export interface RowQuery {
  logAnalyticsId: string;
  table: string;
  slice: Slice;
  share?: { index: number; of: number };
}

/** Tables of Log Analytics workspaces. Throws Throttled, and Rejected where asking again does not help. */
export interface LogTables {
  /** Rows as JSON texts in the shape of data export; undefined when there are more than one answer holds. */
  rows(query: RowQuery): Promise<string[] | undefined>;
  /** How many rows each slice holds. */
  counts(logAnalyticsId: string, table: string, slices: readonly Slice[]): Promise<number[]>;
}

export interface FoundBlob {
  name: string;
  length: number;
}

/** Storage containers that Azure writes flow logs to. Throws Rejected where asking again does not help. */
export interface FlowLogBlobs {
  /** Blobs below `{resource}/{day}` for each of the days (`y=2026/m=11/d=21/`). */
  list(storageUrl: string, container: string, days: readonly string[]): AsyncIterable<FoundBlob>;
  /** At most `count` bytes from `offset` on, and the length of the blob they are of. */
  read(
    storageUrl: string,
    container: string,
    blob: string,
    offset: number,
    count: number,
  ): Promise<{ bytes: Buffer; length: number }>;
}
