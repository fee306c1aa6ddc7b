/** How a listing ended. Only what is `complete` tells that something which is not in it does not exist. */
export interface Listing {
  at: string;
  outcome: 'complete' | 'partial' | 'refused';
  /** Why it is not complete, for people. */
  reason?: string;
  rows: number;
}

/** A walk over all tables of one subscription that is under way. */
export interface InventoryWalk {
  startedAt: string;
  /** The table that is being read, and where in it. */
  table: string;
  skipToken?: string;
  rows: number;
  /** How often the table was begun anew because its token had run out. */
  restarts: number;
  done: Record<string, Listing>;
}

/** How far the resources of one subscription are read. All times are ISO 8601, UTC. */
export interface SubscriptionInventory {
  subscriptionId: string;
  /** Changes up to this time are in. */
  changesThrough?: string;
  /** A window of changes that is read in several pieces. */
  changes?: { from: string; to: string };
  walk?: InventoryWalk;
  /** When the last finished walk began. */
  walkedAt?: string;
  /** How each table ended in the last finished walk. */
  tables: Record<string, Listing>;
  /** What people should know: by subject, newest text. */
  notes: Record<string, { at: string; message: string }>;
  /** Since when the identity does not see the subscription any more. */
  missingSince?: string;
}
