import type { Stored } from './documents/stored';

/** Container `settings`, scope `/subscriptions/{id}`: whether machines of a subscription get the collector by themselves. */
export interface AutoProvisioningDocument extends Stored {
  kind: 'autoProvisioning';
  scope: string;
  autoProvision: 'On' | 'Off';
  changedAt: string;
  /** Object id of who switched it last. */
  changedBy: string;
}

/** The first two are open. */
export const deploymentStates = ['waiting', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type DeploymentState = (typeof deploymentStates)[number];

/** The one task that brings the collector to a machine. Times are ISO, UTC. */
export interface AgentDeployment {
  /** As the inventory spells it. */
  machineId: string;
  state: DeploymentState;
  attempts: number;
  createdAt: string;
  changedAt: string;
  /** Of what waits. */
  nextAttemptAt?: string;
  /** Of what runs: until then nobody else does it. */
  heldUntil?: string;
  /** What came of the last attempt, or why it ended: a code of Resource Manager or of Skywarden. */
  reason?: { code: string; message: string };
}

/** Container `settings`, scope `/subscriptions/{id}/agentdeployments`: closed ones are kept 31 days. */
export interface AgentDeploymentDocument extends Stored {
  kind: 'agentDeployment';
  scope: string;
  deployment: AgentDeployment;
}
