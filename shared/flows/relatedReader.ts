import { collectionMark } from '../core/posture/inventory/collectionMark';
import { isComplete, tableOf } from '../core/posture/plan/collections';
import type { Needs, Surroundings } from '../core/posture/plan/surroundings';
import type { ResourceDocument } from '../model/documents/resources';
import { allPages } from './allPages';
import type { Ports } from './ports';

/** More related resources than this are not looked through: what is not found among them is not known to be absent. */
const maxRelated = 5_000;

export type RelatedReader = (needs: Needs) => Promise<Surroundings>;

interface Found {
  documents: ResourceDocument[];
  collected: boolean;
}

const nothing: Found = { documents: [], collected: false };

/**
 * Reads related resources of a subscription, each type once. Whether they are all, the inventory has noted; where it has not, a
 * type of which the subscription holds no record is not collected: an empty list of what nobody reads is not an empty list.
 */
export function relatedReader({ resources }: Pick<Ports, 'resources'>, subscriptionId: string): RelatedReader {
  const scope = `/subscriptions/${subscriptionId}`;
  const lists = new Map<string, Promise<Found>>();
  const existing = new Map<string, Promise<boolean>>();

  const listOf = (type: string): Promise<Found> => remembered(lists, type, () => readList(resources, scope, type));
  const exists = (type: string): Promise<boolean> =>
    remembered(
      existing,
      type,
      async () =>
        (await isListed(resources, scope, type)) ??
        (await resources.list({ scope, type }, { top: 1 })).items.length > 0,
    );

  return async ({ types, related, scopes }) => {
    if (subscriptionId === 'none') return { documents: [], collected: new Set() };
    const outer = new Map(await Promise.all(types.map(async (type) => [type, await listOf(type)] as const)));
    const inner = related.filter((type) => !outer.has(type));
    const known = await Promise.all(inner.map(async (type) => ((await exists(type)) ? [type] : [])));
    const groups = await Promise.all(scopes.map((id) => resources.get(id)));
    return {
      documents: [...[...outer.values()].flatMap(({ documents }) => documents), ...groups.flatMap((one) => one ?? [])],
      collected: new Set([...known.flat(), ...types.filter((type) => (outer.get(type) ?? nothing).collected)]),
    };
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? read();
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

async function readList(resources: Ports['resources'], scope: string, type: string): Promise<Found> {
  const documents: ResourceDocument[] = [];
  for await (const document of allPages((options) => resources.list({ scope, type }, options))) {
    documents.push(document);
    if (documents.length >= maxRelated) return { documents, collected: false };
  }
  return { documents, collected: (await isListed(resources, scope, type)) ?? documents.length > 0 };
}

/** What the inventory noted of that type; undefined where it noted nothing. */
async function isListed(resources: Ports['resources'], scope: string, type: string): Promise<boolean | undefined> {
  const table = tableOf(type);
  const mark = table && (await resources.get(collectionMark(scope, table, { outcome: 'complete' }).id));
  return mark ? isComplete(mark) : undefined;
}
