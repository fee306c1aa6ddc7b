import { type ChildKind, childKind, childSource } from '../../core/posture/inventory/childKinds';
import { collectionMark, markSource } from '../../core/posture/inventory/collectionMark';
import { partitionOf } from '../../core/documentIds';
import type { Json } from '../../model/json';
import { type Resource, resourceSchema } from '../../model/resource';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { Rejected } from '../../model/rejected';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { Throttled } from '../ports/portErrors';
import type { WorkMessage } from '../ports/queues';
import { type Home, saveSnapshots } from '../saveSnapshots';
import { removeResource } from './removeResource';

const parentsPerPiece = 50;
const width = 4;

export type ChildPorts = Pick<Ports, 'now' | 'azure' | 'resources' | 'settings' | 'work' | 'log'>;
type ChildMessage = Extract<WorkMessage, { kind: 'inventoryChildren' }>;

export interface ChildSummary {
  parents: number;
  children: number;
  removed: number;
  refused: number;
}

/** Reads children of one kind: of the next parents in a subscription, the rest being another piece, or of one parent. */
export async function readChildren(
  ports: ChildPorts,
  home: Home,
  message: ChildMessage,
): Promise<ChildSummary | { outcome: 'gone' | 'throttled' }> {
  const kind = childKind(message.child);
  if (!kind) return { outcome: 'gone' };
  const { items, continuation } = await parentsOf(ports, kind, message);
  const total: ChildSummary = { parents: items.length, children: 0, removed: 0, refused: 0 };
  try {
    await eachOf(items, width, async (parentId) => {
      const one = await readOne(ports, home, kind, parentId);
      total.children += one.children;
      total.removed += one.removed;
      total.refused += one.refused;
    });
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    await ports.work.send(message, error.retryAfterSeconds);
    return { outcome: 'throttled' };
  }
  if (continuation !== undefined) await ports.work.send({ ...message, continuation });
  return total;
}

async function parentsOf(
  ports: ChildPorts,
  kind: ChildKind,
  { subscriptionId, parent, continuation }: ChildMessage,
): Promise<{ items: string[]; continuation?: string }> {
  if (parent !== undefined) {
    const stored = await ports.resources.get(parent);
    return { items: stored ? [stored.resourceId] : [] };
  }
  const filter = { scope: `/subscriptions/${subscriptionId}`, type: kind.parent };
  const listed = await ports.resources.list(filter, { top: parentsPerPiece, continuation });
  return {
    items: listed.items.map(({ resourceId }) => resourceId),
    ...(listed.continuation && { continuation: listed.continuation }),
  };
}

async function readOne(
  ports: ChildPorts,
  home: Home,
  kind: ChildKind,
  parentId: string,
): Promise<Omit<ChildSummary, 'parents'>> {
  const observedAt = ports.now().toISOString();
  const mark = (outcome: 'complete' | 'refused', reason?: string) => ({
    resource: collectionMark(parentId, kind.type, { types: [kind.type], outcome, ...(reason && { reason }) }),
    observedAt,
    source: markSource,
  });
  let found: Resource[] | undefined;
  try {
    found = await ask(ports, kind, parentId);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    await saveSnapshots(ports, home, [mark('refused', error.message)]);
    return { children: 0, removed: 0, refused: 1 };
  }
  // The parent went meanwhile: its removal took the children along, and nothing more is written below it.
  if (!found || !(await ports.resources.get(parentId))) return { children: 0, removed: 0, refused: 0 };
  const source = childSource(kind);
  await saveSnapshots(
    ports,
    home,
    found.map((resource) => ({ resource, observedAt, source })),
  );
  const seen = new Set(found.map(({ id }) => parseResourceId(id).id));
  const stored = await ports.resources.load(partitionOf(parentId));
  const gone = stored.filter(
    (one) =>
      one.source === source && isWithin(one.resourceId, parentId) && !seen.has(parseResourceId(one.resourceId).id),
  );
  const own = gone.filter(({ resourceId }) => isChildOf(kind, parentId, resourceId));
  for (const { resourceId } of own) await removeResource(ports, resourceId, observedAt);
  await saveSnapshots(ports, home, [mark('complete')]);
  return { children: found.length, removed: own.length, refused: 0 };
}

/** Not that of another parent below this one. */
const isChildOf = ({ path, list }: ChildKind, parentId: string, resourceId: string): boolean => {
  const collection = `${parentId}${list ? path : path.slice(0, path.lastIndexOf('/'))}`;
  return isWithin(resourceId, collection);
};

/** Undefined when the parent is gone. A single child that is not there is an empty list. */
async function ask(ports: ChildPorts, kind: ChildKind, parentId: string): Promise<Resource[] | undefined> {
  const path = `${parentId}${kind.path}`;
  const answer = kind.list
    ? await ports.azure.list(path, kind.apiVersion)
    : [await ports.azure.get(path, kind.apiVersion)].filter((one) => one !== undefined);
  return answer?.map((one) => {
    const properties = withoutSecrets(one['properties'] ?? {}, kind.omit);
    const parsed = resourceSchema.safeParse({ ...one, type: one['type'] ?? kind.type, properties });
    if (parsed.success) return parsed.data;
    throw new Rejected('NotAResource', `${path}: ${parsed.error.issues[0]?.message ?? 'no resource'}`);
  });
}

const withoutSecrets = (properties: Json, omit: readonly string[]): Json =>
  omit.length > 0 && typeof properties === 'object' && properties !== null
    ? Object.fromEntries(Object.entries(properties).filter(([name]) => !omit.includes(name)))
    : properties;
