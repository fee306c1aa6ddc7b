import type { QuarantineEntry, QuarantineFilter, StoredQuarantineEntry } from '../../model/quarantine';
import type { Listed, ListOptions } from './listed';

export interface QuarantineStore {
  /** Idempotent by the position of each entry: what is there already, with its mark of a replay, stays. */
  put(entries: QuarantineEntry[]): Promise<void>;
}

/** What was quarantined, for those who look into it. */
export interface QuarantineEntries {
  /** Newest day first, without raw bytes. A page may be short, or empty, although more follows. */
  list(filter: QuarantineFilter, options: ListOptions): Promise<Listed<StoredQuarantineEntry>>;
  /** With the first bytes of the raw input, as many as are wanted. */
  get(id: string, maxRawBytes: number): Promise<(StoredQuarantineEntry & { raw: Buffer }) | undefined>;
  /** Notes that the entry was replayed. Throws Conflict when it changed since it was read. */
  markReplayed(entry: StoredQuarantineEntry, at: string): Promise<void>;
}
