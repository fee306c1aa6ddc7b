import type {
  AlertDocument,
  AutomationDocument,
  FindingDocument,
  JudgementDocument,
  OutboxDocument,
  Partition,
  ProfileDocument,
  ResourceDocument,
  RoleAssignmentDocument,
  RunDocument,
  ScoreChangeDocument,
  ScoreDocument,
  SubscriptionDocument,
} from '../model/documents';
import type { EventPage } from '../model/eventPage';
import type { QuarantineEntry } from '../model/quarantine';
import type { Observation } from '../core/detect/detector';
import type { PageFilter } from '../core/query/pageFilter';

/** A write lost against a newer one (etag, or the id is taken): read again and redo. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** One page of a list; `continuation` is opaque and absent at the end. */
export interface Listed<T> {
  items: T[];
  continuation?: string;
}

export interface ListOptions {
  top: number;
  continuation?: string | undefined;
}

export interface PageStore {
  /** Position of the newest event that one page partition holds, or undefined when it holds none. */
  heldUpTo(pk: string): Promise<string | undefined>;
  /** Writes pages of one `pk` in order, as transactional batches. Throws Conflict when one of them is there already. */
  append(pages: EventPage[]): Promise<void>;
  /** Pages in these partitions whose last position is after `position`: what fingerprints are rebuilt from. */
  after(pks: string[], position: string): AsyncIterable<EventPage>;
  /**
   * Pages that may hold what a search wants, in no order that means anything, from where the continuation of an earlier batch
   * points. A page whose list of hosts, users or addresses is full always matches that list.
   */
  search(wanted: PageSearch, continuation?: string): AsyncIterable<PageBatch>;
}

export interface PageSearch extends PageFilter {
  workspaceId: string;
  /** Event times (ISO), both inclusive. */
  from: string;
  to: string;
}

export interface PageBatch {
  pages: EventPage[];
  /** What reading them was charged, where the store tells it. */
  requestUnits?: number;
  /** Where the next batch begins; absent at the end. */
  continuation?: string;
}

export interface ResourceStore {
  /** Everything in one partition that is not removed. */
  load(partition: Partition): Promise<ResourceDocument[]>;
  get(resourceId: string): Promise<ResourceDocument | undefined>;
  /** Stores a snapshot (or, with `deleted`, a tombstone) unless a newer one is there; answers what happened. */
  save(document: ResourceDocument): Promise<'stored' | 'older'>;
  list(filter: { scope: string; type?: string | undefined }, options: ListOptions): Promise<Listed<ResourceDocument>>;
  /** Root ids of one subscription (`roots` of judge work), page by page. */
  roots(subscriptionId: string, options: ListOptions): Promise<Listed<Partition>>;
}

export interface FindingStore {
  judgement(partition: Partition, resourceId: string): Promise<JudgementDocument | undefined>;
  /** Judgements of resources at or under `scope`. */
  judgements(scope: string, options: ListOptions): Promise<Listed<JudgementDocument>>;
  /** By the guid in its name; the partition is looked up when it is not given. */
  alert(subscriptionId: string, guid: string, partition?: Partition): Promise<AlertDocument | undefined>;
  /** Newest first. */
  alerts(
    filter: { scope: string; location?: string | undefined },
    options: ListOptions,
  ): Promise<Listed<AlertDocument>>;
  score(subscriptionId: string): Promise<ScoreDocument | undefined>;
  scoreChanges(subscriptionId: string, options: ListOptions): Promise<Listed<ScoreChangeDocument>>;
  outbox(partition: Partition, id: string): Promise<OutboxDocument | undefined>;
  /**
   * Writes all documents of one partition in one transactional batch. A document with `_etag` replaces that version, one
   * without is created. Throws Conflict and writes nothing when one of them lost.
   */
  save(documents: FindingDocument[]): Promise<void>;
  /** Removes the judgement of a resource that is gone, in one batch with its outbox document. */
  remove(judgement: JudgementDocument, outbox: OutboxDocument): Promise<void>;
}

export interface SettingStore {
  automations(subscriptionId: string): Promise<AutomationDocument[]>;
  /** By ARM id, without case. */
  automation(automationId: string): Promise<AutomationDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  saveAutomation(document: AutomationDocument): Promise<AutomationDocument>;
  removeAutomation(document: AutomationDocument): Promise<void>;
  roleAssignments(principalIds: string[]): Promise<RoleAssignmentDocument[]>;
  saveRoleAssignment(document: RoleAssignmentDocument): Promise<void>;
  subscriptions(): Promise<SubscriptionDocument[]>;
  /** Idempotent: keeps what is there. */
  addSubscription(document: SubscriptionDocument): Promise<void>;
}

export interface SecretStore {
  /** Seals a value and answers nothing: it never comes out but through `open`. */
  seal(id: string, value: string): Promise<void>;
  open(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
}

export interface RunStore {
  save(run: RunDocument): Promise<void>;
  list(automationId: string, options: ListOptions): Promise<Listed<RunDocument>>;
}

export interface ProfileStore {
  load(entityKey: string, detector: string): Promise<ProfileDocument | undefined>;
  /** Throws Conflict when the profile moved since it was loaded. */
  save(profile: ProfileDocument): Promise<void>;
}

export interface QuarantineStore {
  /** Idempotent by the position of each entry. */
  put(entries: QuarantineEntry[]): Promise<void>;
}

/** Saved fingerprints of one hub partition: they contain every page up to the position `upTo`. */
export interface SavedFingerprints {
  upTo: string;
  /** When the message at `upTo` reached the hub (ISO): pages are kept by that hour. */
  arrivedAt: string;
  /** 64-bit fingerprints as raw bytes, 8 each, per hour of arrival (ISO hour). */
  hours: { hour: string; bytes: Buffer }[];
}

export interface FingerprintStore {
  load(hubPartition: string): Promise<SavedFingerprints | undefined>;
  save(hubPartition: string, saved: SavedFingerprints): Promise<void>;
}

/** An observation with where its event stood in the telemetry hub: a profile counts no position twice. */
export interface Signal {
  observation: Observation;
  origin: { partition: string; position: string };
}

export interface SignalSender {
  /** Sends each observation under its entity key, in order. */
  send(signals: Signal[]): Promise<void>;
}

/** Pieces of work; messages hold ids only. */
export type WorkMessage =
  | { kind: 'reassessSubscription'; subscriptionId: string; continuation?: string }
  | { kind: 'judge'; partition: Partition }
  | { kind: 'recount'; subscriptionId: string };

/** Which events of which outbox document: ids only. */
export interface OutboxReference extends Partition {
  id: string;
  keys: string[];
}

/** What one destination of one automation is to receive. `action` is its index in the automation. */
export interface DeliveryMessage {
  automationId: string;
  action: number;
  attempt: number;
  outbox: OutboxReference[];
}

export interface Queue<T> {
  send(message: T, delaySeconds?: number): Promise<void>;
}

export interface Log {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
}

/** Everything outside that flows reach. */
export interface Ports {
  now(): Date;
  pages: PageStore;
  resources: ResourceStore;
  findings: FindingStore;
  settings: SettingStore;
  secrets: SecretStore;
  runs: RunStore;
  profiles: ProfileStore;
  quarantine: QuarantineStore;
  fingerprints: FingerprintStore;
  signals: SignalSender;
  work: Queue<WorkMessage>;
  deliveries: Queue<DeliveryMessage>;
  log: Log;
}
