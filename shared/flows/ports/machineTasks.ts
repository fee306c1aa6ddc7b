import type { MachineTaskDocument } from '../../model/machineTask';
import type { Listed, ListOptions } from './listed';

/** What collectors are asked to do. Workspace ids as stored, machine ids in lower case. */
export interface MachineTaskStore {
  /** Newest first; of one machine, or of all. */
  list(
    workspaceId: string,
    options: ListOptions & { machineId?: string | undefined },
  ): Promise<Listed<MachineTaskDocument>>;
  get(workspaceId: string, taskId: string): Promise<MachineTaskDocument | undefined>;
  /** Those of a machine that wait or were handed out, and expire after `now`; oldest first, at most `top`. */
  open(workspaceId: string, machineId: string, now: Date, top: number): Promise<MachineTaskDocument[]>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save(document: MachineTaskDocument): Promise<MachineTaskDocument>;
}
