import { partitionOf, resourceDocumentId } from '../../../shared/core/documentIds';
import { withChangedAt } from '../../../shared/core/posture/changedAt';
import type { Partition } from '../../../shared/model/documents/stored';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import { isWithin } from '../../../shared/model/resourceId';
import type { ResourceStore } from '../../../shared/flows/ports/resources';
import { etagMap, page } from './etagMap';

/** `feed` holds every document in the order it was written. */
export function memoryResources(): { store: ResourceStore; feed: ResourceDocument[] } {
  const documents = etagMap<ResourceDocument>();
  const feed: ResourceDocument[] = [];
  const keyOf = (resourceId: string): string => `${partitionOf(resourceId).rootId}|${resourceDocumentId(resourceId)}`;
  const present = (keep: (one: ResourceDocument) => boolean) => documents.values((one) => !one.deleted && keep(one));

  const store: ResourceStore = {
    load: async ({ subscriptionId, rootId }) =>
      present((one) => one.subscriptionId === subscriptionId && one.rootId === rootId),
    async get(resourceId) {
      const found = documents.get(keyOf(resourceId));
      return found?.deleted ? undefined : found;
    },
    async save(document) {
      const key = keyOf(document.resourceId);
      const stored = documents.get(key);
      if (stored && stored.observedAt > document.observedAt) return 'older';
      feed.push(documents.put(key, withChangedAt(document, stored)));
      return 'stored';
    },
    async list({ scope, type }, options) {
      const found = present(
        (one) =>
          !one.copyOf && isWithin(one.resourceId, scope) && (!type || one.type.toLowerCase() === type.toLowerCase()),
      );
      return page(found, options);
    },
    async assets({ scope, outside, types, order }, options) {
      const wanted = types?.map((type) => type.toLowerCase());
      const found = present(
        (one) =>
          !one.copyOf &&
          (outside ? one.subscriptionId === 'none' : isWithin(one.resourceId, scope)) &&
          (wanted?.includes(one.type.toLowerCase()) ??
            !/^(skywarden\/|microsoft\.security\/assessments)/i.test(one.type)),
      );
      const sign = order === 'oldest' ? 1 : -1;
      if (order) found.sort((a, b) => (a.observedAt < b.observedAt ? -sign : a.observedAt > b.observedAt ? sign : 0));
      return page(found, options);
    },
    async lastSeen(partitions, types) {
      const found = present(
        ({ type, ...one }) => types.includes(type) && partitions.some(({ rootId }) => rootId === one.rootId),
      );
      found.sort((a, b) => (a.observedAt < b.observedAt ? -1 : 1));
      return [...new Map(found.map((one) => [one.rootId, one])).values()];
    },
    async unseen({ subscriptionId, source, before }, options) {
      const found = present(
        (one) => one.subscriptionId === subscriptionId && one.source === source && one.observedAt < before,
      );
      return page(found, options);
    },
    async roots(subscriptionId, options) {
      const roots = new Map<string, Partition>();
      for (const { rootId } of present((one) => one.subscriptionId === subscriptionId)) {
        roots.set(rootId, { subscriptionId, rootId });
      }
      return page([...roots.values()], options);
    },
  };
  return { store, feed };
}
