import type { AuditDocument } from '../../model/audit';
import type {
  AlertDocument,
  FindingDocument,
  JudgementDocument,
  NetworkChangeDocument,
  NetworkStateDocument,
} from '../../model/documents/findings';
import type { OutboxDocument } from '../../model/documents/outbox';
import type { Partition } from '../../model/documents/stored';
import type { FreshnessDocument } from '../../model/documents/freshness';
import type { ScoreChangeDocument, ScoreDayDocument, ScoreDocument } from '../../model/documents/score';
import type { AlertStatus } from '../../model/alert';
import type { Listed, ListOptions } from './listed';

export interface FindingStore {
  judgement(partition: Partition, resourceId: string): Promise<JudgementDocument | undefined>;
  /** Of these resources, at most some hundred, those that are judged; in few requests. */
  judgementsOf(resourceIds: readonly string[]): Promise<JudgementDocument[]>;
  /** How many alerts of each of these resources, at most some hundred, are active or in progress; those without any are left out. */
  openAlerts(resourceIds: readonly string[]): Promise<{ resourceId: string; alerts: number }[]>;
  /** Judgements of resources at or under `scope`. */
  judgements(scope: string, options: ListOptions): Promise<Listed<JudgementDocument>>;
  /** Judgements in that partition, and in no other below it. */
  judgementsIn(partition: Partition, options: ListOptions): Promise<Listed<JudgementDocument>>;
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
  /** `day` is YYYY-MM-DD. */
  scoreDay(subscriptionId: string, day: string): Promise<ScoreDayDocument | undefined>;
  /** From day to day (YYYY-MM-DD, both included), oldest first. */
  scoreDays(
    subscriptionId: string,
    range: { from: string; to: string },
    options: ListOptions,
  ): Promise<Listed<ScoreDayDocument>>;
  freshness(subscriptionId: string): Promise<FreshnessDocument | undefined>;
  networkState(resourceId: string): Promise<NetworkStateDocument | undefined>;
  /** By the id in it, of the resource given. */
  networkChange(resourceId: string, id: string): Promise<NetworkChangeDocument | undefined>;
  /** Of resources at or under `scope`, newest first. */
  networkChanges(scope: string, options: ListOptions): Promise<Listed<NetworkChangeDocument>>;
  /** What was done through Skywarden to resources at or under `scope`, newest first. */
  audit(scope: string, options: ListOptions): Promise<Listed<AuditDocument>>;
  outbox(partition: Partition, id: string): Promise<OutboxDocument | undefined>;
  /**
   * Writes all documents of one partition in one transactional batch. A document with `_etag` replaces that version, one
   * without is created. Throws Conflict and writes nothing when one of them lost.
   */
  save(documents: FindingDocument[]): Promise<void>;
  /** Removes the judgement of a resource that is gone, in one batch with its outbox document. */
  remove(judgement: JudgementDocument, outbox: OutboxDocument): Promise<void>;
}
