/** A subscription, resource group or machine whose telemetry goes to a workspace. */
export interface WorkspaceScope {
  /** ARM id, lower case. */
  scope: string;
  /** Messages that reach the hub from then on (ISO), before `until`. Always in the future when it is written: see docs/decisions/workspaces.md. */
  since: string;
  until?: string;
  /** Machines that are known already move too. */
  existing: boolean;
}

/** A container of telemetry: isolation, geography, retention and export are settled here. */
export interface Workspace {
  /** The name in lower case, or `default`: it stands in page keys, blob names and paths. */
  id: string;
  name: string;
  /** Azure region, as its default was made for. Data stays where Skywarden is deployed. */
  location: string;
  /** Subscription whose default workspace this is (lower case). */
  defaultOf?: string;
  /** Days that pages of machines stay in hot storage, and in all. */
  hotDays: number;
  retentionDays: number;
  /** Telemetry of sources that are no machine is kept as long as that of machines, instead of 48 hours. */
  keepAllSources: boolean;
  /** Automations (ARM ids, lower case) that get its alerts; `all`: every one whose scope they are in. */
  exports: 'all' | string[];
  scopes: WorkspaceScope[];
  createdAt: string;
  updatedAt: string;
}

/** The workspace of one machine, settled once: when the machine is first seen. */
export interface MachineWorkspace {
  /** ARM id, lower case. */
  machineId: string;
  workspaceId: string;
  /** As in WorkspaceScope. */
  since: string;
}
