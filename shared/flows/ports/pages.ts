import type { EventPage } from '../../model/eventPage';
import type { PageFilter } from '../../core/query/pageFilter';

export interface PageStore {
  /** Position of the newest event that one page partition holds, or undefined when it holds none. */
  heldUpTo(pk: string): Promise<string | undefined>;
  /** Writes pages of one `pk` in order, as transactional batches. Throws Conflict when one of them is there already. */
  append(pages: EventPage[]): Promise<void>;
  /** Pages in these partitions whose last position is after `position`: what fingerprints are rebuilt from. */
  after(pks: string[], position: string): AsyncIterable<EventPage>;
  /**
   * Pages that may hold what a search wants, in no order that means anything, from where the continuation of an earlier batch
   * points. A page whose list of hosts, users or addresses is full always matches that list.
   */
  search(wanted: PageSearch, continuation?: string): AsyncIterable<PageBatch>;
}

export interface PageSearch extends PageFilter {
  workspaceId: string;
  /** Event times (ISO), both inclusive. */
  from: string;
  to: string;
  /** Only pages that are not in the archive too. */
  unarchived?: true;
}

export interface PageBatch {
  pages: EventPage[];
  /** What reading them was charged, where the store tells it. */
  requestUnits?: number;
  /** Where the next batch begins; absent at the end. */
  continuation?: string;
}
