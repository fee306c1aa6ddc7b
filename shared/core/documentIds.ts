import { createHash } from 'node:crypto';
import type { Partition } from '../model/documents/stored';
import type { ReaderPart } from '../model/logReader';
import { parsePolicyId } from '../model/policyId';
import { parseResourceId } from '../model/resourceId';

/** Cosmos ids hold at most 1,023 bytes; an outbox id adds `outbox|`, `|` and up to 15 digits to the id of its item. */
const maxIdBytes = 1_000;

/** Key of the containers `resources` and `findings`; ids outside a subscription share the subscription `none`. */
export function partitionOf(resourceId: string): Partition {
  const { subscriptionId, rootId } = parseResourceId(resourceId);
  return { subscriptionId: subscriptionId || 'none', rootId };
}

export const resourceDocumentId = (resourceId: string): string => bounded('resource', resourceId);
export const judgementId = (resourceId: string): string => bounded('judgement', resourceId);
export const alertId = (guid: string): string => `alert|${guid}`;
export const outboxId = (itemId: string, version: number): string => `outbox|${itemId}|${version}`;
export const scoreId = 'score';
export const networkStateId = (resourceId: string): string => bounded('networkState', resourceId);
export const networkChangeId = (resourceId: string, version: number): string =>
  `networkChange|${createHash('sha256').update(parseResourceId(resourceId).id).digest('hex').slice(0, 16)}|${version}`;
export const freshnessId = 'freshness';
/** `day` is YYYY-MM-DD. */
export const scoreDayId = (day: string): string => `scoreDay|${day}`;
export const scoreChangeId = (version: number): string => `scoreChange|${version}`;

/**
 * Version of the next write of an item. The first one is the time in milliseconds: an item that is removed and comes back
 * must not meet the outbox ids of its former life, which are kept for days.
 */
export const nextVersion = (previous: number | undefined, now: Date): number =>
  previous === undefined ? now.getTime() : previous + 1;

/** A profile is partitioned by its entity key, which Cosmos limits to 2,048 bytes: names that senders make up may be longer. */
export function boundedEntityKey(entityKey: string): string {
  if (Buffer.byteLength(entityKey) <= maxIdBytes) return entityKey;
  return `${entityKey.slice(0, 200)}~${createHash('sha256').update(entityKey).digest('hex')}`;
}

/** Entity keys hold characters that a document id may not. */
export const profileId = (entityKey: string, detector: string): string =>
  `profile|${detector}|${createHash('sha256').update(entityKey).digest('hex').slice(0, 32)}`;

/** Where an automation is kept: by subscription, so that one read finds all that may match. */
export function automationDocumentKey(automationId: string): { id: string; scope: string } {
  const { subscriptionId, resourceGroup, name } = parseResourceId(automationId);
  return { id: `automation|${resourceGroup}|${name}`, scope: `/subscriptions/${subscriptionId}` };
}

/** Beside the other settings of the subscription: what decides about a new alert is one read. */
export const suppressionRuleKey = (subscriptionId: string, name: string): { id: string; scope: string } => ({
  id: `suppressionRule|${name.toLowerCase()}`,
  scope: `/subscriptions/${subscriptionId.toLowerCase()}`,
});

export const plansKey = (subscriptionId: string): { id: string; scope: string } => ({
  id: 'plans',
  scope: `/subscriptions/${subscriptionId.toLowerCase()}`,
});

export const autoProvisioningKey = (subscriptionId: string): { id: string; scope: string } => ({
  id: 'autoProvisioning',
  scope: `/subscriptions/${subscriptionId.toLowerCase()}`,
});

/** One of each machine. */
export const agentDeploymentScope = (subscriptionId: string): string =>
  `/subscriptions/${subscriptionId.toLowerCase()}/agentdeployments`;
export const agentDeploymentKey = (machineId: string): { id: string; scope: string } => ({
  id: bounded('agentDeployment', machineId),
  scope: agentDeploymentScope(parseResourceId(machineId).subscriptionId),
});

/** Beside the other settings of the subscription, and apart from them: what compliance reads is one partition. */
export const complianceScope = (subscriptionId: string): string =>
  `/subscriptions/${subscriptionId.toLowerCase()}/compliance`;
export const attestationKey = (
  subscriptionId: string,
  standard: string,
  control: string,
): { id: string; scope: string } => ({
  id: `attestation|${standard.toLowerCase()}|${control.toLowerCase()}`,
  scope: complianceScope(subscriptionId),
});
export const standardKey = (subscriptionId: string, name: string): { id: string; scope: string } => ({
  id: `standard|${name.toLowerCase()}`,
  scope: complianceScope(subscriptionId),
});
export const standardSwitchesKey = (subscriptionId: string): { id: string; scope: string } => ({
  id: 'standardSwitches',
  scope: complianceScope(subscriptionId),
});

/** Of several at the same moment each has its own: `name` tells them apart. */
export const auditId = (version: number, name: string): string => `audit|${version}|${name}`;

export const workspaceDocumentKey = (workspaceId: string): { id: string; scope: string } => ({
  id: `workspace|${workspaceId}`,
  scope: '/workspaces',
});

/** Beside the settings of its subscription. */
export const machineWorkspaceKey = (machineId: string): { id: string; scope: string } => ({
  id: bounded('machineWorkspace', machineId),
  scope: `/subscriptions/${parseResourceId(machineId).subscriptionId}`,
});

/** Beside the rows of automations, with their ttl. */
export const machineTaskKey = (workspaceId: string, taskId: string): { id: string; automationId: string } => ({
  id: `machineTask|${taskId}`,
  automationId: `/workspaces/${workspaceId}/machinetasks`,
});

export const sourceMappingKey = (workspaceId: string, name: string): { id: string; scope: string } => ({
  id: `sourceMapping|${workspaceId}|${name.toLowerCase()}`,
  scope: '/sourcemappings',
});

export const ruleSwitchesKey = { id: 'ruleSwitches', scope: '/detections' };

export const logReaderKey = (name: string): { id: string; scope: string } => ({
  id: `logReader|${name.toLowerCase()}`,
  scope: '/logreaders',
});

export const inventoryKey = (subscriptionId: string): { id: string; scope: string } => ({
  id: `inventory|${subscriptionId.toLowerCase()}`,
  scope: '/inventory',
});

const intelScope = '/intelfeeds';
export const intelFeedKey = (name: string): { id: string; scope: string } => ({
  id: `intelFeed|${name.toLowerCase()}`,
  scope: intelScope,
});
export const intelFeedStateKey = (name: string): { id: string; scope: string } => ({
  id: `intelFeedState|${name.toLowerCase()}`,
  scope: intelScope,
});
export const intelBuildKey = { id: 'intelBuild', scope: intelScope };

/** A reader that is pointed elsewhere begins there anew: its part says where. */
export function readerPositionKey(reader: string, part: ReaderPart): { id: string; scope: string } {
  const { kind, ...where } = part;
  const members = Object.entries(where).sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(members)).digest('hex').slice(0, 32);
  return { id: `readerPosition|${kind}|${hash}`, scope: `/logreaders/${reader.toLowerCase()}` };
}

/** Of an ARM id; undefined if it is no id of a policy object. */
export function policyKey(resourceId: string): { id: string; scope: string } | undefined {
  const parts = parsePolicyId(resourceId);
  return parts && { id: bounded(parts.kind, parts.id), scope: parts.scope };
}

/** Changes with every write of a policy object in its scope. */
export const policyRevisionId = 'revision';

/** `/` becomes `|`; what Cosmos forbids in ids, what is not ASCII, `|` and `~` become `~hex~`, so no two ids meet. */
function bounded(prefix: string, resourceId: string): string {
  const { id } = parseResourceId(resourceId);
  const escaped = id.replace(/[^\w.()@+=,:;!$&'* /-]/gu, (character) => `~${character.codePointAt(0)!.toString(16)}~`);
  const text = `${prefix}|${escaped.replaceAll('/', '|')}`;
  if (text.length <= maxIdBytes) return text;
  const rest = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, maxIdBytes - rest.length - 1)}~${rest}`;
}
