import type { Stored, Partition } from './stored';

/** Verdicts of one limit that rest on snapshots older than it. */
export interface StaleVerdicts {
  verdicts: number;
  resources: number;
  /** Since when the first of them is. */
  since: string;
  /** Some of the resources, at most 5. */
  examples: string[];
}

/** What the watchdog found in a subscription, by limit in hours. `alert` is the one that tells of it while it lasts. */
export interface FreshnessDocument extends Stored, Partition {
  kind: 'freshness';
  version: number;
  checkedAt: string;
  stale: Record<string, StaleVerdicts & { alert: string }>;
}
