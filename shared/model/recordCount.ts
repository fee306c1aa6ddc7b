import type { QuarantineReason } from './quarantineReason';

/** Records of one workspace and source, and what became of them. `source` is empty for what no source was asked about. */
export interface RecordCount {
  workspaceId: string;
  source: string;
  outcome: 'stored' | 'duplicate' | 'quarantined';
  /** Of quarantined ones. */
  reason?: QuarantineReason;
  records: number;
}
