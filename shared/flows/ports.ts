import type {
  AlertDocument,
  AutomationDocument,
  FindingDocument,
  JudgementDocument,
  NetworkChangeDocument,
  NetworkStateDocument,
  LogReaderDocument,
  MachineWorkspaceDocument,
  OutboxDocument,
  Partition,
  PlansDocument,
  ProfileDocument,
  ReaderPositionDocument,
  ResourceDocument,
  RoleAssignmentDocument,
  RunDocument,
  ScoreChangeDocument,
  ScoreDocument,
  SubscriptionDocument,
  SuppressionRuleDocument,
  WorkspaceDocument,
} from '../model/documents';
import type { AlertStatus, AlertVerdict } from '../model/alert';
import type { EventPage } from '../model/eventPage';
import type { IngestKeyDocument } from '../model/ingestKey';
import type { FeedItem } from '../core/detect/intel/feedItem';
import type {
  IntelBuildDocument,
  IntelDocument,
  IntelFeedDocument,
  IntelFeedStateDocument,
} from '../model/intelDocuments';
import type { ReaderPart, Slice } from '../model/logReader';
import type { IngestCountDocument, HubPositionDocument } from '../model/ingestMetrics';
import type { MachineTaskDocument } from '../model/machineTask';
import type { QuarantineEntry, QuarantineFilter, StoredQuarantineEntry } from '../model/quarantine';
import type { RecordCount } from '../model/recordCount';
import type { RuleSwitchesDocument } from '../model/ruleSwitches';
import type { SourceMappingDocument } from '../model/sourceMapping';
import type { Signal } from '../core/detect/signal';
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
  /** Only pages that are not in the archive too. */
  unarchived?: true;
}

export interface PageBatch {
  pages: EventPage[];
  /** What reading them was charged, where the store tells it. */
  requestUnits?: number;
  /** Where the next batch begins; absent at the end. */
  continuation?: string;
}

/** A page on its way to the archive, with the position of each of its events: an attempt that is made again may cut pages otherwise. */
export interface ArchivedPage {
  page: EventPage;
  positions: string[];
  /** Of the last part of each event that was joined of several messages, at its index. */
  ends?: (string | undefined)[];
}

export interface ArchiveSearch extends PageSearch {
  /** Hours of arrival (ISO), both inclusive. */
  arrivedFrom: string;
  arrivedTo: string;
}

export interface ArchiveStore {
  /** Appends pages of one `pk`, in order, at or after those appended before. What is appended again is found once. */
  append(pages: ArchivedPage[]): Promise<void>;
  /** As `PageStore.search`; a batch may be empty. */
  search(wanted: ArchiveSearch, continuation?: string): AsyncIterable<PageBatch>;
  /** Ids of the workspaces that have something in it. */
  workspaceIds(): Promise<string[]>;
  /** Removes what arrived before these hours, at most `top` blobs of it; answers whether there is more. */
  expire(
    workspaceId: string,
    before: { machines: string; others: string },
    top: number,
  ): Promise<{ removed: number; more: boolean }>;
}

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
  /** Newest first; `since` (ISO) leaves out those that started before, `statuses` those in other states. */
  alerts(
    filter: {
      scope: string;
      location?: string | undefined;
      since?: string | undefined;
      statuses?: readonly AlertStatus[] | undefined;
    },
    options: ListOptions,
  ): Promise<Listed<AlertDocument>>;
  score(subscriptionId: string): Promise<ScoreDocument | undefined>;
  scoreChanges(subscriptionId: string, options: ListOptions): Promise<Listed<ScoreChangeDocument>>;
  networkState(resourceId: string): Promise<NetworkStateDocument | undefined>;
  /** By the id in it, of the resource given. */
  networkChange(resourceId: string, id: string): Promise<NetworkChangeDocument | undefined>;
  /** Of resources at or under `scope`, newest first. */
  networkChanges(scope: string, options: ListOptions): Promise<Listed<NetworkChangeDocument>>;
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

/** What decides about new alerts of a subscription. */
export interface AlertSettingStore {
  /** All of it, in one read. */
  of(subscriptionId: string): Promise<{ rules: SuppressionRuleDocument[]; plans: PlansDocument | undefined }>;
  rule(subscriptionId: string, name: string): Promise<SuppressionRuleDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  saveRule(document: SuppressionRuleDocument): Promise<SuppressionRuleDocument>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  removeRule(document: SuppressionRuleDocument): Promise<void>;
  plans(subscriptionId: string): Promise<PlansDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  savePlans(document: PlansDocument): Promise<PlansDocument>;
}

/** Pairs of keys of the ingest door. Workspace ids are compared without case. */
export interface IngestKeyStore {
  get(workspaceId: string, pair: string): Promise<IngestKeyDocument | undefined>;
  list(workspaceId: string): Promise<IngestKeyDocument[]>;
  count(workspaceId: string): Promise<number>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save(document: IngestKeyDocument): Promise<void>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  remove(document: IngestKeyDocument): Promise<void>;
}

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

/** A file with rules of users, as it stands in the container `rules`. */
export interface RuleFile {
  /** Path within the container; it ends with .yml or .yaml. */
  name: string;
  etag: string;
  bytes: number;
  /** ISO 8601, UTC. */
  changedAt: string;
}

export interface RuleFileStore {
  /** In the order of their names; no more than are used, and one. */
  list(): Promise<RuleFile[]>;
  /** Throws Conflict when it was replaced by another version than the one given. */
  read(name: string, etag?: string): Promise<{ text: string; etag: string } | undefined>;
  /** Creates (no etag) or replaces that version; answers the new etag. Throws Conflict. */
  save(name: string, text: string, etag: string | undefined): Promise<string>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(name: string, etag: string): Promise<void>;
}

/** Which detections were switched off. */
export interface RuleSwitchStore {
  get(): Promise<RuleSwitchesDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save(document: RuleSwitchesDocument): Promise<void>;
}

/** How users have records read that no source knows. Names are compared without case, within their workspace. */
export interface SourceMappingStore {
  /** Of all workspaces. */
  list(): Promise<SourceMappingDocument[]>;
  get(workspaceId: string, name: string): Promise<SourceMappingDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save(document: SourceMappingDocument): Promise<SourceMappingDocument>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(document: SourceMappingDocument): Promise<void>;
}

/** A body that a sender of this workspace was authenticated for. */
export interface DoorMessage {
  workspaceId: string;
  /** The resource it speaks for, or empty. */
  resourceId: string;
  /** Bodies with the same key go to the same partition, where repeats are recognised. */
  partitionKey: string;
  body: Buffer;
}

export interface DoorSender {
  /** Returns once the telemetry hub has stored it. Throws Rejected `TooLarge`, Throttled, or any other error while the hub is away. */
  send(message: DoorMessage): Promise<void>;
}

/** What is installed on machines; served by the API as it was built. */
export const installedFileNames = ['install.sh', 'agent.js', 'skywarden-agent.service', 'Skywarden.ps1'] as const;
export type InstalledFile = (typeof installedFileNames)[number];

export interface InstalledFiles {
  /** `sha256` in hex. */
  read(name: InstalledFile): Promise<{ text: string; sha256: string }>;
}

export interface SecretStore {
  /** Seals a value and answers nothing: it never comes out but through `open`. */
  seal(id: string, value: string): Promise<void>;
  open(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
}

export interface RunStore {
  save(run: RunDocument): Promise<void>;
  /** Newest first; all of them, or those of one status. */
  list(
    automationId: string,
    options: ListOptions & { status?: RunDocument['status'] | undefined },
  ): Promise<Listed<RunDocument>>;
  get(automationId: string, day: string, id: string): Promise<RunDocument | undefined>;
  /** Replaces the version that was read. Throws Conflict. */
  replace(run: RunDocument): Promise<void>;
}

export interface ProfileStore {
  load(entityKey: string, detector: string): Promise<ProfileDocument | undefined>;
  /** Throws Conflict when the profile moved since it was loaded. */
  save(profile: ProfileDocument): Promise<void>;
}

export interface QuarantineStore {
  /** Idempotent by the position of each entry: what is there already, with its mark of a replay, stays. */
  put(entries: QuarantineEntry[]): Promise<void>;
}

/** What was quarantined, for those who look into it. */
export interface QuarantineEntries {
  /** Newest day first, without raw bytes. A page may be short, or empty, although more follows. */
  list(filter: QuarantineFilter, options: ListOptions): Promise<Listed<StoredQuarantineEntry>>;
  /** With the first bytes of the raw input, as many as are wanted. */
  get(id: string, maxRawBytes: number): Promise<(StoredQuarantineEntry & { raw: Buffer }) | undefined>;
  /** Notes that the entry was replayed. Throws Conflict when it changed since it was read. */
  markReplayed(entry: StoredQuarantineEntry, at: string): Promise<void>;
}

/** Counts of what was ingested, and how far each hub partition is done. */
export interface MetricStore {
  /** Writes rows whole: the same row again changes nothing. */
  save(rows: IngestCountDocument[]): Promise<void>;
  /** Keeps the newer of what is stored and what is given. */
  reached(position: HubPositionDocument): Promise<void>;
  /** Rows of these partitions of the container. */
  counts(pks: string[]): Promise<IngestCountDocument[]>;
  positions(): Promise<HubPositionDocument[]>;
}

/** What the telemetry hub says of one of its partitions. Sequences are -1 while it never held anything. */
export interface HubPartition {
  partitionId: string;
  firstSequence: number;
  lastSequence: number;
  /** ISO 8601, UTC. */
  lastEnqueuedAt: string;
}

/** A message as it is to stand on the telemetry hub again. */
export interface ReplayedMessage {
  partitionId: string;
  properties: Record<string, string | number | boolean>;
  /** That the ingest door vouched for. */
  workspaceId?: string;
  body: Buffer;
}

export interface TelemetryHub {
  partitions(): Promise<HubPartition[]>;
  /** Throws Rejected `TooLarge` when no message can hold the body. */
  resend(message: ReplayedMessage): Promise<void>;
}

export interface PartitionLag {
  partitionId: string;
  /** Messages on the hub that are not done. */
  messages: number;
  /** None of them is older; absent when nothing of the partition was ever done. */
  seconds?: number;
}

export interface ClosedAlert {
  ruleId: string;
  alertType: string;
  verdict: AlertVerdict;
}

/** OpenTelemetry, when the deployment says where to. Never fails and never waits. */
export interface Meter {
  records(counts: readonly RecordCount[]): void;
  lag(partitions: readonly PartitionLag[]): void;
  /** Somebody closed an alert and said what it was: the ratio of false to true ones is that of its rule. */
  closed(alert: ClosedAlert): void;
  /** Sends what was not sent yet; waits for it at most some seconds. */
  flush(): Promise<void>;
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

export type { Signal } from '../core/detect/signal';

export interface SignalSender {
  /** Sends each signal under its entity key, in order. */
  send(signals: Signal[]): Promise<void>;
}

/** What is to be read from where nobody sends it, and how far it is read. */
export interface ReaderStore {
  readers(): Promise<LogReaderDocument[]>;
  reader(name: string): Promise<LogReaderDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  saveReader(document: LogReaderDocument): Promise<LogReaderDocument>;
  /** Throws Conflict. */
  removeReader(document: LogReaderDocument): Promise<void>;
  /** Every part of a reader that has a position. */
  positions(reader: string): Promise<ReaderPositionDocument[]>;
  position(reader: string, part: ReaderPart): Promise<ReaderPositionDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  savePosition(document: ReaderPositionDocument): Promise<ReaderPositionDocument>;
  /** Also when it is gone already. */
  removePosition(document: ReaderPositionDocument): Promise<void>;
}

/** The service asks to be left alone for a while. */
export class Throttled extends Error {
  override readonly name = 'Throttled';

  constructor(
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(`The service asks to come back in ${retryAfterSeconds} s`, options);
  }
}

/** Which rows: those ingested in a slice, or one of several shares of them when a slice cannot be shorter. */
export interface RowQuery {
  logAnalyticsId: string;
  table: string;
  slice: Slice;
  share?: { index: number; of: number };
}

/** Tables of Log Analytics workspaces. Throws Throttled, and Rejected where asking again does not help. */
export interface LogTables {
  /** Rows as JSON texts in the shape of data export; undefined when there are more than one answer holds. */
  rows(query: RowQuery): Promise<string[] | undefined>;
  /** How many rows each slice holds. */
  counts(logAnalyticsId: string, table: string, slices: readonly Slice[]): Promise<number[]>;
}

export interface FoundBlob {
  name: string;
  length: number;
}

/** Storage containers that Azure writes flow logs to. Throws Rejected where asking again does not help. */
export interface FlowLogBlobs {
  /** Blobs below `{resource}/{day}` for each of the days (`y=2026/m=11/d=21/`). */
  list(storageUrl: string, container: string, days: readonly string[]): AsyncIterable<FoundBlob>;
  /** At most `count` bytes from `offset` on, and the length of the blob they are of. */
  read(
    storageUrl: string,
    container: string,
    blob: string,
    offset: number,
    count: number,
  ): Promise<{ bytes: Buffer; length: number }>;
}

/** Feeds of threat intelligence and where they stand. */
export interface IntelStore {
  feeds(): Promise<IntelFeedDocument[]>;
  feed(name: string): Promise<IntelFeedDocument | undefined>;
  states(): Promise<IntelFeedStateDocument[]>;
  state(feed: string): Promise<IntelFeedStateDocument | undefined>;
  build(): Promise<IntelBuildDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save<T extends IntelDocument>(document: T): Promise<T>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  remove(document: IntelDocument): Promise<void>;
}

/** What feeds hold, and the index built of it. */
export interface IntelBlobs {
  /** Answers the name of what it wrote. */
  write(feed: string, items: Iterable<FeedItem> | AsyncIterable<FeedItem>): Promise<string>;
  /** Throws Conflict when it is gone: somebody replaced it meanwhile. */
  read(blob: string): AsyncIterable<FeedItem>;
  /** Removes what a feed has but for these. */
  keepOnly(feed: string, blobs: readonly string[]): Promise<void>;
  /** Etag of the index, asked within seconds. */
  compiledEtag(): Promise<string | undefined>;
  compiled(): Promise<{ etag: string; data: Buffer } | undefined>;
  /** Replaces the version with that etag; without one there must be none. Throws Conflict. */
  saveCompiled(data: Buffer, etag: string | undefined): Promise<void>;
}

export interface FeedAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  retryAfterSeconds?: number;
}

/** The network for feeds: refuses private targets, on redirects too. Throws Rejected where asking again does not help. */
export interface FeedNetwork {
  get(url: string, headers: Record<string, string>, maxBytes: number): Promise<FeedAnswer>;
}

/** Pieces of work; messages hold ids only. */
export type WorkMessage =
  | { kind: 'expireArchive'; workspaceId: string; all?: true }
  | { kind: 'readTable'; reader: string; table: string }
  | { kind: 'findBlobs'; reader: string; container: string }
  | { kind: 'readBlob'; reader: string; container: string; blob: string }
  | { kind: 'pullFeed'; feed: string }
  | { kind: 'compileIntel' }
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
  archive: ArchiveStore;
  workspaces: WorkspaceStore;
  resources: ResourceStore;
  findings: FindingStore;
  settings: SettingStore;
  alertSettings: AlertSettingStore;
  secrets: SecretStore;
  ingestKeys: IngestKeyStore;
  sourceMappings: SourceMappingStore;
  ruleFiles: RuleFileStore;
  ruleSwitches: RuleSwitchStore;
  machineTasks: MachineTaskStore;
  door: DoorSender;
  installedFiles: InstalledFiles;
  runs: RunStore;
  profiles: ProfileStore;
  quarantine: QuarantineStore;
  quarantineEntries: QuarantineEntries;
  metrics: MetricStore;
  telemetryHub: TelemetryHub;
  meter: Meter;
  fingerprints: FingerprintStore;
  signals: SignalSender;
  readers: ReaderStore;
  logTables: LogTables;
  flowLogBlobs: FlowLogBlobs;
  intel: IntelStore;
  intelBlobs: IntelBlobs;
  feedNetwork: FeedNetwork;
  work: Queue<WorkMessage>;
  deliveries: Queue<DeliveryMessage>;
  log: Log;
}
