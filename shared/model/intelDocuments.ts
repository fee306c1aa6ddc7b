import type { Stored } from './documents/stored';
import type { FeedProgress, IntelFeed } from './intelFeed';

/** Container `settings`, scope `/intelfeeds`. */
export interface IntelFeedDocument extends Stored {
  kind: 'intelFeed';
  scope: string;
  feed: IntelFeed;
}

export interface IntelFeedStateDocument extends Stored {
  kind: 'intelFeedState';
  scope: string;
  feed: string;
  progress: FeedProgress;
  /** Somebody works on it and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
  triedAt?: string;
  error?: { at: string; code: string; message: string };
}

/** What the index in use was built of. */
export interface IntelBuildDocument extends Stored {
  kind: 'intelBuild';
  scope: string;
  builtAt: string;
  indicators: number;
  bytes: number;
  /** Indicators of each feed, after its versions were merged and what ended long ago was left out. */
  feeds: Record<string, number>;
  error?: { at: string; code: string; message: string };
}

export type IntelDocument = IntelFeedDocument | IntelFeedStateDocument | IntelBuildDocument;
