import type { MachineWorkspaceDocument, WorkspaceDocument } from '../../model/documents/settings';

export interface WorkspaceStore {
  list(): Promise<WorkspaceDocument[]>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save(document: WorkspaceDocument): Promise<WorkspaceDocument>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(document: WorkspaceDocument): Promise<void>;
  /** Those of these machines (ids of one subscription) whose workspace is settled. */
  machines(subscriptionId: string, machineIds: string[]): Promise<MachineWorkspaceDocument[]>;
  /** Keeps what is there; answers what holds. */
  settle(document: MachineWorkspaceDocument): Promise<MachineWorkspaceDocument>;
}
