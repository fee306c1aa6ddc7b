export const feedFormats = ['taxii', 'stix', 'misp', 'csv', 'plain', 'warningList'] as const;
export type FeedFormat = (typeof feedFormats)[number];

/** How a feed is asked; the secret itself is sealed under `secretId`. */
export type FeedAuth =
  | { type: 'none' }
  | { type: 'basic'; username: string; secretId: string }
  | { type: 'bearer'; secretId: string }
  | { type: 'header'; header: string; secretId: string };

/** Days that an indicator without an end of its own counts; null: for ever. */
export interface FeedValidity {
  address: number | null;
  domain: number | null;
  url: number | null;
  hash: number | null;
}

/** A list of indicators, or of what is none, that is fetched (with a URL) or uploaded. */
export interface IntelFeed {
  name: string;
  enabled: boolean;
  format: FeedFormat;
  /** File, folder of a MISP feed, or API root of a TAXII server. */
  url?: string;
  /** Id of the TAXII collection. */
  collection?: string;
  auth: FeedAuth;
  /** 0-100, of indicators that tell none. */
  confidence: number;
  validDays: FeedValidity;
  /** Of a warning list: what it names is never an indicator, or counts half because many share it. */
  effect: 'allow' | 'shared';
  intervalMinutes: number;
}

/** How far a TAXII collection is read: everything added before was stored. */
export interface TaxiiCursor {
  /** Filter of the round that goes on. */
  addedAfter?: string;
  /** Token of the next page of that round. */
  next?: string;
}

/** A part of what a feed holds; later ones win over earlier. */
export interface FeedSegment {
  blob: string;
  items: number;
}

export interface RejectedLine {
  line: number;
  reason: string;
}

/** Where a feed stands. */
export interface FeedProgress {
  /** What it was read from: another format, URL or collection begins anew. */
  origin: string;
  segments: FeedSegment[];
  cursor?: TaxiiCursor;
  /** Of the last answer, for conditional requests. */
  etag?: string;
  lastModified?: string;
  /** SHA-256 of the last file, for servers that know no conditional requests. */
  digest?: string;
  rejected: { count: number; examples: RejectedLine[] };
  /** When what it holds changed last. */
  changedAt?: string;
  /** When the list was last fetched, found unchanged, or uploaded. */
  confirmedAt?: string;
}
