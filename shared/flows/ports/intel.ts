import type { FeedItem } from '../../core/detect/intel/feedItem';
import type {
  IntelBuildDocument,
  IntelDocument,
  IntelFeedDocument,
  IntelFeedStateDocument,
} from '../../model/intelDocuments';

/** Feeds of threat intelligence and where they stand. */
export interface IntelStore {
  feeds(): Promise<IntelFeedDocument[]>;
  feed(name: string): Promise<IntelFeedDocument | undefined>;
  states(): Promise<IntelFeedStateDocument[]>;
  state(feed: string): Promise<IntelFeedStateDocument | undefined>;
  build(): Promise<IntelBuildDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save<T extends IntelDocument>(document: T): Promise<T>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  remove(document: IntelDocument): Promise<void>;
}

/** What feeds hold, and the index built of it. */
export interface IntelBlobs {
  /** Answers the name of what it wrote. */
  write(feed: string, items: Iterable<FeedItem> | AsyncIterable<FeedItem>): Promise<string>;
  /** Throws Conflict when it is gone: somebody replaced it meanwhile. */
  read(blob: string): AsyncIterable<FeedItem>;
  /**
   * Removes what a feed has but for these, of what was written before that time: what came later may be of somebody who has not
   * saved yet that the feed holds it.
   */
  keepOnly(feed: string, blobs: readonly string[], writtenBefore: Date): Promise<void>;
  /** Etag of the index, asked within seconds. */
  compiledEtag(): Promise<string | undefined>;
  compiled(): Promise<{ etag: string; data: Buffer } | undefined>;
  /** Replaces the version with that etag; without one there must be none. Throws Conflict. */
  saveCompiled(data: Buffer, etag: string | undefined): Promise<void>;
}

export interface FeedAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  retryAfterSeconds?: number;
}

/** The network for feeds: refuses private targets, on redirects too. Throws Rejected where asking again does not help. */
export interface FeedNetwork {
  get(url: string, headers: Record<string, string>, maxBytes: number): Promise<FeedAnswer>;
}
