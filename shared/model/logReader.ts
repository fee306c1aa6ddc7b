/** Where telemetry is fetched that nobody sends: tables of a Log Analytics workspace, or flow logs in a storage account. */
export type LogSource =
  | {
      type: 'logAnalytics';
      /** The workspace's own id (GUID), which the query API takes. */
      logAnalyticsId: string;
      tables: string[];
      /** How long after its ingestion time a row may still become visible: what was read is looked at again for so long. */
      lateMinutes: number;
    }
  | { type: 'flowLogs'; storageUrl: string; containers: string[] };

export interface LogReader {
  name: string;
  enabled: boolean;
  /** What was ingested, or logged, before is not read (ISO). */
  since: string;
  source: LogSource;
}

/** A stretch of ingestion times (ISO, `from` inclusive, `to` exclusive). */
export interface Slice {
  from: string;
  to: string;
}

/** How far a table is read. */
export interface TableCursor {
  kind: 'table';
  /** Everything that was ingested before was read. */
  next: string;
  /** How long the next slice is to be. */
  sliceMs: number;
  /** Slices that were read while rows could still become visible in them, with what they held then; oldest first. */
  open: (Slice & { rows: number })[];
}

/** How far the blobs of a container are read: everything logged before that hour (ISO) was. */
export interface ContainerCursor {
  kind: 'container';
  through: string;
}

/** How far one blob is read. */
export interface BlobCursor {
  kind: 'blob';
  /** Bytes up to the end of the last record that was sent. */
  offset: number;
  /** The last bytes before the offset, base64: a blob that was written anew does not have them there. */
  tail: string;
  /** Length of the blob when all of it had been read. */
  readLength: number;
}

export type ReaderCursor = TableCursor | ContainerCursor | BlobCursor;

/** One thing that is read on its own. */
export type ReaderPart =
  | { kind: 'table'; logAnalyticsId: string; table: string }
  | { kind: 'container'; storageUrl: string; container: string }
  | { kind: 'blob'; storageUrl: string; container: string; blob: string };
