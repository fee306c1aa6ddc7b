import type { EventPage } from '../../model/eventPage';
import type { PageSearch, PageBatch } from './pages';

/** A page on its way to the archive, with the position of each of its events: an attempt that is made again may cut pages otherwise. */
export interface ArchivedPage {
  page: EventPage;
  positions: string[];
  /** Of the last part of each event that was joined of several messages, at its index. */
  ends?: (string | undefined)[];
}

export interface ArchiveSearch extends PageSearch {
  /** Hours of arrival (ISO), both inclusive. */
  arrivedFrom: string;
  arrivedTo: string;
}

export interface ArchiveStore {
  /** Appends pages of one `pk`, in order, at or after those appended before. What is appended again is found once. */
  append(pages: ArchivedPage[]): Promise<void>;
  /** As `PageStore.search`; a batch may be empty. */
  search(wanted: ArchiveSearch, continuation?: string): AsyncIterable<PageBatch>;
  /** Ids of the workspaces that have something in it. */
  workspaceIds(): Promise<string[]>;
  /** Removes what arrived before these hours, at most `top` blobs of it; answers whether there is more. */
  expire(
    workspaceId: string,
    before: { machines: string; others: string },
    top: number,
  ): Promise<{ removed: number; more: boolean }>;
}
