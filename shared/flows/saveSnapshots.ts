import { contentHash } from '../core/posture/contentHash';
import { partitionOf, resourceDocumentId } from '../core/documentIds';
import type { ResourceDocument } from '../model/documents/resources';
import { parseResourceId } from '../model/resourceId';
import type { ResourceSnapshot } from '../model/resource';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import { untilSaved } from './untilSaved';

const width = 16;

export interface Home {
  tenantId: string;
  subscriptionId: string;
  location: string;
  workspaceId: string;
}

/** Stores the newest snapshot of each resource, and makes their subscriptions known. Idempotent. */
export async function saveSnapshots(
  ports: Pick<Ports, 'resources' | 'settings'>,
  home: Home,
  snapshots: ResourceSnapshot[],
): Promise<number> {
  const newest = new Map<string, ResourceSnapshot>();
  for (const snapshot of snapshots) {
    const id = snapshot.resource.id.toLowerCase();
    const known = newest.get(id);
    if (!known || known.observedAt <= snapshot.observedAt) newest.set(id, snapshot);
  }
  const documents = [...newest.values()].map((snapshot) => documentOf(snapshot, home));
  await eachOf(documents, width, (document) => untilSaved(() => ports.resources.save(document)));
  const subscriptions = new Set(documents.map(({ subscriptionId }) => subscriptionId));
  for (const subscriptionId of subscriptions) await addSubscription(ports, home, subscriptionId);
  return documents.length;
}

function documentOf({ resource, observedAt, source, deleted }: ResourceSnapshot, home: Home): ResourceDocument {
  return {
    id: resourceDocumentId(resource.id),
    kind: 'resource',
    ...partitionOf(resource.id),
    workspaceId: home.workspaceId,
    resourceId: resource.id,
    type: resource.type,
    observedAt,
    source,
    contentHash: contentHash(resource),
    ...(deleted && { deleted: true as const }),
    resource,
  };
}

async function addSubscription(ports: Pick<Ports, 'settings'>, home: Home, subscriptionId: string): Promise<void> {
  if (subscriptionId === 'none') return;
  const scope = parseResourceId(`/subscriptions/${subscriptionId}`).id;
  await ports.settings.addSubscription({
    id: `subscription|${subscriptionId}`,
    kind: 'subscription',
    scope,
    workspaceId: home.workspaceId,
    subscriptionId,
    displayName: subscriptionId,
    tenantId: home.tenantId,
    managementGroups: [],
  });
}
