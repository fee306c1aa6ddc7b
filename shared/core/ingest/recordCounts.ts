import type { QuarantineReason } from '../../model/quarantineReason';
import type { RecordCount } from '../../model/recordCount';

/** Adds records up by workspace, source, outcome and reason. */
export interface RecordCounts {
  add(
    workspaceId: string,
    source: string,
    outcome: RecordCount['outcome'],
    records: number,
    reason?: QuarantineReason,
  ): void;
  addAll(counts: readonly RecordCount[]): void;
  /** Copies, in the order in which they came first. */
  list(): RecordCount[];
}

export function createRecordCounts(): RecordCounts {
  const counts = new Map<string, RecordCount>();
  const add: RecordCounts['add'] = (workspaceId, source, outcome, records, reason) => {
    if (records === 0) return;
    const key = `${workspaceId}|${source}|${reason ?? outcome}`;
    const known = counts.get(key);
    if (known !== undefined) known.records += records;
    else counts.set(key, { workspaceId, source, outcome, ...(reason !== undefined && { reason }), records });
  };
  return {
    add,
    addAll: (more) => {
      for (const { workspaceId, source, outcome, records, reason } of more)
        add(workspaceId, source, outcome, records, reason);
    },
    list: () => [...counts.values()].map((count) => ({ ...count })),
  };
}
