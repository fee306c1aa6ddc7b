import type { Alert } from '../alert';
import type { AuditDocument } from '../audit';
import type { Judgement } from '../judgement';
import type { NetworkChange, NetworkState } from '../networkChange';
import type { Stored, Partition } from './stored';
import type { ScoreDocument, ScoreChangeDocument, ScoreDayDocument } from './score';
import type { FreshnessDocument } from './freshness';
import type { OutboxDocument } from './outbox';

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
