import type { Partition } from '../model/documents';
import { parseResourceId } from '../model/resourceId';

/** Cosmos ids hold at most 1,023 bytes and none of `/ \ # ?`. */
const maxIdBytes = 1_000;

/** Key of the containers `resources` and `findings`; ids outside a subscription share the subscription `none`. */
export function partitionOf(resourceId: string): Partition {
  const { subscriptionId, rootId } = parseResourceId(resourceId);
  return { subscriptionId: subscriptionId || 'none', rootId };
}

export const resourceDocumentId = (resourceId: string): string => bounded(`resource|${resourceId}`);
export const judgementId = (resourceId: string): string => bounded(`judgement|${resourceId}`);
export const alertId = (guid: string): string => `alert|${guid}`;
export const outboxId = (itemId: string, version: number): string => `outbox|${itemId}|${version}`;
export const scoreId = 'score';
export const scoreChangeId = (version: number): string => `scoreChange|${version}`;

/** Where an automation is kept: by subscription, so that one read finds all that may match. */
export function automationDocumentKey(automationId: string): { id: string; scope: string } {
  const { subscriptionId, resourceGroup, name } = parseResourceId(automationId);
  return { id: `automation|${resourceGroup}|${name}`, scope: `/subscriptions/${subscriptionId}` };
}

/** Room is left for the prefix and version that an outbox id adds. */
function bounded(text: string): string {
  const id = text.toLowerCase().replace(/[/\\#?]/g, '|');
  if (Buffer.byteLength(id) <= maxIdBytes - 100) return id;
  return `${Buffer.from(id).subarray(0, 700).toString('latin1')}|${fnv1a(id)}`;
}

/** FNV-1a, 64 bits, of the whole text: long ids that share their beginning stay apart. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
