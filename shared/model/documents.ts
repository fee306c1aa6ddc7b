import type { Alert } from './alert';
import type { AuditDocument } from './audit';
import type { Automation } from './automation';
import type { CountedCode, Judgement } from './judgement';
import type { SubscriptionInventory } from './inventory';
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
  /** A copy kept beside a machine, of this resource of another partition. Copies are read there, and never judged or listed. */
  copyOf?: string;
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

/** Resources of one recommendation by verdict. Exempt ones, waived or mitigated, are counted apart from `notApplicable`. */
export interface AssessmentCount {
  healthy: number;
  unhealthy: number;
  notApplicable: number;
  exempt: number;
  unknown: number;
}

/** Resources that fail a control through one recommendation alone, by what they become once that passes. */
export interface SoleFailures {
  healthy: number;
  /** Another recommendation of the control could not be judged: they leave the control. */
  out: number;
}

/**
 * Counters of one subscription, controls keyed by ControlKey. `pairs` counts (resource, recommendation) with a verdict that
 * scores. `assessments` are keyed by recommendation, those that do not score among them; `sole` by `{control}|{recommendation}`.
 * Documents of before they were kept have neither.
 */
export interface ScoreDocument extends Stored, Partition {
  kind: 'score';
  version: number;
  controls: Record<string, ControlCount>;
  pairs: number;
  assessments?: Record<string, AssessmentCount>;
  sole?: Record<string, SoleFailures>;
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

export const scoreReasonKinds = [
  'VerdictChanged',
  'NewResource',
  'ResourceRemoved',
  'RecommendationAdded',
  'RecommendationGone',
  'OffByPolicy',
  'Exempted',
  'ExemptionEnded',
] as const;
export type ScoreReasonKind = (typeof scoreReasonKinds)[number];

/** One verdict behind a change of the score; null: there was or is no verdict. */
export interface ScoreReason {
  resourceId: string;
  recommendation: string;
  before: CountedCode | null;
  after: CountedCode | null;
  because?: ScoreReasonKind;
  /** Points that it moved, to six digits, before any rounding to hundredths; and points of the maximum. */
  points?: number;
  maxPoints?: number;
}

/** Why the score moved: kept 400 days. Members that may be absent are so in changes of before they were kept. */
export interface ScoreChange {
  at: string;
  before: ScoreValue;
  after: ScoreValue;
  controls: { control: string; displayName: string; before: ScoreValue; after: ScoreValue }[];
  reasons: ScoreReason[];
  /** `recount`: the counters had drifted and were counted anew. */
  source?: 'verdicts' | 'recount';
  /** What the points of the reasons leave of the difference: rounding to hundredths, or all of it after a recount. */
  unattributed?: number;
  /** Version of the control table. */
  controlTable?: string;
}

export interface ScoreChangeDocument extends Stored, Partition {
  kind: 'scoreChange';
  version: number;
  change: ScoreChange;
}

/** The score at the end of a day (UTC), or now on the day itself: kept 400 days. */
export interface ScoreDay {
  /** YYYY-MM-DD. */
  day: string;
  at: string;
  score: ScoreValue;
  weight: number;
  controls: Record<string, ControlCount>;
  controlTable: string;
  /** The last count of that day which found other counters than were kept. */
  drift?: ScoreDrift;
}

export interface ScoreDrift {
  at: string;
  outcome: 'suspected' | 'repaired';
  /** Controls and number of recommendations whose counters differed. */
  controls: string[];
  recommendations: number;
}

/** `version` is the day as a number: 20261121. */
export interface ScoreDayDocument extends Stored, Partition {
  kind: 'scoreDay';
  version: number;
  day: ScoreDay;
}

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
      before: Record<string, CountedCode>;
      after: Record<string, CountedCode>;
      /** The resource is gone: every verdict in `before` is removed. */
      removed: boolean;
    }
  /** Recommendations whose state in the subscription changed, and the shipped standards (lower case) that were off then. */
  | {
      of: 'compliance';
      before: Record<string, AssessmentCount>;
      after: Record<string, AssessmentCount>;
      off: string[] | 'all';
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
  | ScoreDayDocument
  | FreshnessDocument
  | NetworkStateDocument
  | NetworkChangeDocument
  | AuditDocument
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

/** Container `settings`, scope `/inventory`: how far the resources of a subscription are read. */
export interface InventoryDocument extends Stored {
  kind: 'inventory';
  scope: string;
  inventory: SubscriptionInventory;
  /** Somebody reads and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
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
