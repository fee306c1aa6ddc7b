import type { Alert } from './alert';
import type { Automation } from './automation';
import type { Judgement, VerdictCode } from './judgement';
import type { JsonObject } from './json';
import type { NetworkChange, NetworkState } from './networkChange';
import type { LogReader, ReaderCursor, ReaderPart } from './logReader';
import type { PlanStates } from './plan';
import type { Resource } from './resource';
import type { SuppressionRule } from './suppressionRule';
import type { MachineWorkspace, Workspace } from './workspace';

/** What every stored document carries: its key in the container, its workspace, and `_etag` once it was read. */
export interface Stored {
  id: string;
  workspaceId: string;
  _etag?: string;
  ttl?: number;
}

/** Key of the containers `resources` and `findings`: subscription, then top-level resource (lower case). */
export interface Partition {
  subscriptionId: string;
  rootId: string;
}

/** Container `resources`: one resource, child, extension or set of machine facts. A removed one stays as a tombstone for 7 days. */
export interface ResourceDocument extends Stored, Partition {
  kind: 'resource';
  resourceId: string;
  type: string;
  observedAt: string;
  source: string;
  deleted?: true;
  /** Hash of the resource without times: equal for an unchanged snapshot. */
  contentHash: string;
  /** `observedAt` of the first snapshot with this content: the same as long as only the time moves. */
  changedAt?: string;
  resource: Resource;
}

export interface JudgementDocument extends Stored, Partition {
  kind: 'judgement';
  resourceId: string;
  version: number;
  judgement: Judgement;
}

export interface AlertDocument extends Stored, Partition {
  kind: 'alert';
  resourceId: string;
  version: number;
  alert: Alert;
}

/** Distinct resources of one control. */
export interface ControlCount {
  healthy: number;
  unhealthy: number;
  notApplicable: number;
}

/** Counters of one subscription, keyed by ControlKey. `pairs` counts (resource, recommendation) with a verdict that scores. */
export interface ScoreDocument extends Stored, Partition {
  kind: 'score';
  version: number;
  controls: Record<string, ControlCount>;
  pairs: number;
  /** Outbox ids of the last batches that the counters contain, newest last. */
  applied: string[][];
  updatedAt: string;
  /** A drift that one count found: it is repaired when a later count finds exactly the same. */
  suspected?: { drift: string; at: string };
}

export interface ScoreValue {
  max: number;
  current: number;
  percentage: number;
}

/** Why the score moved: kept 400 days. */
export interface ScoreChange {
  at: string;
  before: ScoreValue;
  after: ScoreValue;
  controls: { control: string; displayName: string; before: ScoreValue; after: ScoreValue }[];
  reasons: { resourceId: string; recommendation: string; before: VerdictCode | null; after: VerdictCode | null }[];
}

export interface ScoreChangeDocument extends Stored, Partition {
  kind: 'scoreChange';
  version: number;
  change: ScoreChange;
}

/** What is known of a network filter, route table or public address: what the next sighting is compared with. */
export interface NetworkStateDocument extends Stored, Partition {
  kind: 'networkState';
  resourceId: string;
  version: number;
  state: NetworkState;
}

export interface NetworkChangeDocument extends Stored, Partition {
  kind: 'networkChange';
  resourceId: string;
  version: number;
  change: NetworkChange;
}

/** What happened, with the item as it was then: written in one batch with the item, read by the change feeds of fan-out and score. */
export type OutboxItem =
  /** `exported`: consumers hear of the update too. */
  | { of: 'alert'; change: 'created' | 'updated'; alert: Alert; exported?: true }
  | {
      of: 'judgement';
      judgement: Judgement;
      before: Record<string, VerdictCode>;
      after: Record<string, VerdictCode>;
      /** The resource is gone: every verdict in `before` is removed. */
      removed: boolean;
    }
  | { of: 'score'; controls: Record<string, ControlCount>; pairs: number; change: ScoreChange }
  | { of: 'networkChange'; change: NetworkChange };

export interface OutboxDocument extends Stored, Partition {
  kind: 'outbox';
  resourceId: string;
  /** Document id of the item and its version: with the destination they are the id of a delivery. */
  itemId: string;
  version: number;
  at: string;
  item: OutboxItem;
}

export type FindingDocument =
  | JudgementDocument
  | AlertDocument
  | ScoreDocument
  | ScoreChangeDocument
  | NetworkStateDocument
  | NetworkChangeDocument
  | OutboxDocument;

/** Container `settings`, key `/scope` (lower-case ARM scope; `/` for the tenant). */
export interface AutomationDocument extends Stored {
  kind: 'automation';
  scope: string;
  automation: Automation;
}

/** Container `settings`, scope `/subscriptions/{id}`. */
export interface SuppressionRuleDocument extends Stored {
  kind: 'suppressionRule';
  scope: string;
  rule: SuppressionRule;
}

/** Container `settings`, scope `/subscriptions/{id}`: all plans in one document, so that of two updates at once one hears of it. */
export interface PlansDocument extends Stored {
  kind: 'plans';
  scope: string;
  plans: PlanStates;
}

export const roleNames = ['Owner', 'Contributor', 'Reader', 'Security Admin', 'Security Reader'] as const;
export type RoleName = (typeof roleNames)[number];

export interface RoleAssignmentDocument extends Stored {
  kind: 'roleAssignment';
  scope: string;
  principalId: string;
  role: RoleName;
}

/** A subscription Skywarden knows, with its management groups from the nearest to the root (ids in lower case). */
export interface SubscriptionDocument extends Stored {
  kind: 'subscription';
  scope: string;
  subscriptionId: string;
  displayName: string;
  tenantId: string;
  managementGroups: string[];
}

/** Container `settings`, scope `/workspaces`: in one partition, so that no two have one name. */
export interface WorkspaceDocument extends Stored {
  kind: 'workspace';
  scope: string;
  workspace: Workspace;
}

/** Container `settings`, scope `/subscriptions/{id}`: written once for each machine. */
export interface MachineWorkspaceDocument extends Stored, MachineWorkspace {
  kind: 'machineWorkspace';
  scope: string;
}

export type SettingDocument = AutomationDocument | RoleAssignmentDocument | SubscriptionDocument;

/** Container `settings`, scope `/logreaders`. */
export interface LogReaderDocument extends Stored {
  kind: 'logReader';
  scope: string;
  reader: LogReader;
}

/** How far one part of a reader is read. Container `settings`, scope `/logreaders/{name}`. */
export interface ReaderPositionDocument extends Stored {
  kind: 'readerPosition';
  scope: string;
  part: ReaderPart;
  cursor: ReaderCursor;
  /** Records sent so far, repeats among them. */
  records: number;
  /** Somebody reads this part and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
  /** When it was last read to its end without an error. */
  readAt?: string;
  error?: { at: string; code: string; message: string };
}

/** Container `runs`, key `/automationId`, `/day`. A parked delivery says why and can be resent. */
export interface RunDocument extends Stored {
  kind: 'run';
  automationId: string;
  /** YYYY-MM-DD, UTC. */
  day: string;
  at: string;
  /** A parked one that is sent again is `Resent`; it is parked anew when that fails too. */
  status: 'Succeeded' | 'Failed' | 'Parked' | 'Resent';
  action: string;
  /** Index of the action in its automation; rows of before it was kept name their action only. */
  actionIndex?: number;
  resentAt?: string;
  attempt: number;
  deliveries: string[];
  httpStatus?: number;
  reason?: string;
  /** What a resend needs: ids only. */
  outbox: (Partition & { id: string; keys: string[] })[];
}

/** Container `profiles`, key `/entityKey`: state of one stateful detector for one entity. */
export interface ProfileDocument extends Stored {
  kind: 'profile';
  entityKey: string;
  detector: string;
  /** Partition of the telemetry hub to the position of the last event counted. */
  counted: Record<string, string>;
  state: JsonObject;
}
