import type { Partition, Stored } from './documents/stored';
import type { JsonObject } from './json';

export type AuditAction =
  | 'quickFix'
  | 'attest'
  | 'withdrawAttestation'
  | 'switchStandard'
  | 'importStandard'
  | 'removeStandard'
  | 'savePolicy'
  | 'removePolicy'
  | 'importPolicies';

/** Who did what through Skywarden. `before` and `after` hold what was changed; null: it was not there. */
export interface AuditEntry {
  at: string;
  /** Object id of the principal. */
  by: string;
  action: AuditAction;
  resourceId: string;
  /** One sentence: what became of it. */
  outcome: string;
  before: JsonObject | null;
  after: JsonObject | null;
}

/** Container `findings`, in the partition of the resource, for 400 days. */
export interface AuditDocument extends Stored, Partition {
  kind: 'audit';
  resourceId: string;
  /** Milliseconds since 1970, by which entries are ordered. */
  version: number;
  entry: AuditEntry;
}
