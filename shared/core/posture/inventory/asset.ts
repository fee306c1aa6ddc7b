import type { ResourceDocument } from '../../../model/documents/resources';
import type { Judgement } from '../../../model/judgement';
import { type AgentState, agentStateOf } from './agentState';
import { type Environment, environmentOf } from './environment';

/** A resource of the inventory with what is known about it. */
export interface Asset {
  document: ResourceDocument;
  judgement: Judgement | undefined;
  environment: Environment;
  agentState: AgentState;
  /** When facts of a machine last came (ISO). */
  agentSeenAt: string | undefined;
  /** Alerts on it that are active or in progress. */
  openAlerts: number;
}

export interface Known {
  judgement?: Judgement | undefined;
  agentSeenAt?: string | undefined;
  openAlerts?: number | undefined;
}

export const assetOf = (
  document: ResourceDocument,
  { judgement, agentSeenAt, openAlerts = 0 }: Known,
  now: Date,
): Asset => ({
  document,
  judgement,
  openAlerts,
  environment: environmentOf(document.resource),
  agentState: agentStateOf(document.type, agentSeenAt, now),
  agentSeenAt,
});

export const unhealthyCount = ({ judgement }: Pick<Asset, 'judgement'>): number =>
  Object.values(judgement?.verdicts ?? {}).filter(({ code }) => code === 'Unhealthy').length;

/** Some verdict rests on a snapshot that is older than its limit. */
export const isStale = ({ judgement }: Pick<Asset, 'judgement'>): boolean =>
  Object.values(judgement?.verdicts ?? {}).some(({ staleSince }) => staleSince !== undefined);
