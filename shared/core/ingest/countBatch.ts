import type { QuarantineEntry } from '../../model/quarantine';
import type { RecordCount } from '../../model/recordCount';
import type { ArrivedEvent } from './readBatch';
import { createRecordCounts } from './recordCounts';

/**
 * What became of the records of one batch. Events of one source mostly stand together, so a run of them is one addition.
 * `workspaceOf` says whose an event is.
 */
export function countBatch(
  {
    stored,
    duplicates,
    quarantined,
  }: Record<'stored' | 'duplicates', ArrivedEvent[]> & {
    quarantined: QuarantineEntry[];
  },
  workspaceOf: (arrived: ArrivedEvent) => string,
  homeWorkspaceId: string,
): RecordCount[] {
  const counts = createRecordCounts();
  const addRuns = (events: ArrivedEvent[], outcome: 'stored' | 'duplicate'): void => {
    let [workspaceId, source, records] = ['', '', 0];
    for (const arrived of events) {
      const own = workspaceOf(arrived);
      if (arrived.event.source !== source || own !== workspaceId) {
        counts.add(workspaceId, source, outcome, records);
        [workspaceId, source, records] = [own, arrived.event.source, 0];
      }
      records += arrived.records;
    }
    counts.add(workspaceId, source, outcome, records);
  };
  addRuns(stored, 'stored');
  addRuns(duplicates, 'duplicate');
  for (const { workspaceId = homeWorkspaceId, source = '', code } of quarantined)
    counts.add(workspaceId, source, 'quarantined', 1, code);
  return counts.list();
}
