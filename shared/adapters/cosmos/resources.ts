import type { PartitionKey } from '@azure/cosmos';
import { parseResourceId } from '../../model/resourceId';
import { resourceDocumentId, partitionOf } from '../../core/documentIds';
import { withChangedAt } from '../../core/posture/changedAt';
import type { Partition } from '../../model/documents/stored';
import type { ResourceDocument } from '../../model/documents/resources';
import type { Listed } from '../../flows/ports/listed';
import type { ResourceStore } from '../../flows/ports/resources';
import { orConflict } from './batch';
import { bySubscription } from './bySubscription';
import type { Containers } from './client';
import { all, listed } from './list';
import { namesOf, withinScope } from './scope';

/** Beginnings of types that say something about a resource and are none themselves. */
const keptAbout = ['skywarden/', 'microsoft.security/assessments'];

const tombstoneSeconds = 7 * 24 * 3600;

export const keyOf = ({ subscriptionId, rootId }: Partition): PartitionKey => [subscriptionId, rootId];

export function resourceStore(containers: Containers): ResourceStore {
  const container = () => containers('resources');
  const read = async (resourceId: string): Promise<ResourceDocument | undefined> => {
    const key = keyOf(partitionOf(resourceId));
    return (await container().item(resourceDocumentId(resourceId), key).read<ResourceDocument>()).resource;
  };
  return {
    load: (partition) =>
      all(container(), {
        query: 'SELECT * FROM c WHERE c.subscriptionId = @s AND c.rootId = @r AND NOT IS_DEFINED(c.deleted)',
        parameters: [
          { name: '@s', value: partition.subscriptionId },
          { name: '@r', value: partition.rootId },
        ],
        partitionKey: keyOf(partition),
      }),

    async get(resourceId) {
      const document = await read(resourceId);
      return document?.deleted ? undefined : document;
    },

    async save(document) {
      const stored = await read(document.resourceId);
      if (stored && stored.observedAt > document.observedAt) return 'older';
      const dated = withChangedAt(document, stored);
      const next = document.deleted ? { ...dated, ttl: tombstoneSeconds } : dated;
      if (!stored) {
        await orConflict(container().items.create(next));
        return 'stored';
      }
      const accessCondition = { type: 'IfMatch', condition: stored._etag! };
      await orConflict(container().item(stored.id, keyOf(stored)).replace(next, { accessCondition }));
      return 'stored';
    },

    list({ scope, type }, options) {
      const within = withinScope(scope);
      const parameters = [...within.parameters, ...(type ? [{ name: '@type', value: type.toLowerCase() }] : [])];
      const query = `SELECT * FROM c WHERE ${within.where} AND c.kind = 'resource' AND NOT IS_DEFINED(c.deleted) AND NOT IS_DEFINED(c.copyOf)${type ? ' AND LOWER(c.type) = @type' : ''}`;
      return listed<ResourceDocument>(container(), { ...within, query, parameters }, options);
    },

    assets({ scope, outside, types, order }, options) {
      const within = outside ? outsideAzure : withinScope(scope);
      const wanted = types?.map((type, at) => ({ name: `@t${at}`, value: type.toLowerCase() })) ?? [];
      const conditions = [
        within.where,
        `c.kind = 'resource'`,
        'NOT IS_DEFINED(c.deleted)',
        'NOT IS_DEFINED(c.copyOf)',
        ...(types
          ? [wanted.length > 0 ? `LOWER(c.type) IN (${namesOf(wanted)})` : 'false']
          : keptAbout.map((prefix) => `NOT STARTSWITH(LOWER(c.type), '${prefix}')`)),
      ];
      const sort = order ? ` ORDER BY c.observedAt ${order === 'oldest' ? 'ASC' : 'DESC'}` : '';
      const query = `SELECT * FROM c WHERE ${conditions.join(' AND ')}${sort}`;
      return listed<ResourceDocument>(
        container(),
        { ...within, query, parameters: [...within.parameters, ...wanted] },
        options,
      );
    },

    async lastSeen(partitions, types) {
      const wanted = types.map((value, at) => ({ name: `@t${at}`, value }));
      const found = bySubscription(partitions, ({ subscriptionId }) => subscriptionId).map(([subscriptionId, own]) => {
        const roots = own.map(({ rootId }, at) => ({ name: `@r${at}`, value: rootId }));
        return all<Partition & { observedAt: string }>(container(), {
          query: `SELECT c.subscriptionId, c.rootId, c.observedAt FROM c WHERE c.subscriptionId = @s AND c.rootId IN (${namesOf(roots)}) AND c.type IN (${namesOf(wanted)}) AND NOT IS_DEFINED(c.deleted)`,
          parameters: [{ name: '@s', value: subscriptionId }, ...roots, ...wanted],
          partitionKey: [subscriptionId],
        });
      });
      return newestOfEach((await Promise.all(found)).flat());
    },

    unseen({ subscriptionId, source, before }, options) {
      const query = {
        query:
          'SELECT * FROM c WHERE c.subscriptionId = @s AND c.observedAt < @before AND c.source = @source AND NOT IS_DEFINED(c.deleted)',
        parameters: [
          { name: '@s', value: subscriptionId },
          { name: '@before', value: before },
          { name: '@source', value: source },
        ],
        partitionKey: [subscriptionId],
      };
      return listed<ResourceDocument>(container(), query, options);
    },

    async roots(subscriptionId, options) {
      const query = {
        query:
          'SELECT c.subscriptionId, c.rootId, c.resourceId FROM c WHERE c.subscriptionId = @s AND NOT IS_DEFINED(c.deleted)',
        parameters: [{ name: '@s', value: subscriptionId }],
        partitionKey: [subscriptionId],
      };
      const rows = await listed<Partition & { resourceId: string }>(container(), query, options);
      return distinctRoots(rows);
    },
  };
}

/** Ids outside a subscription share one in the partition key. */
const outsideAzure = {
  where: 'c.subscriptionId = @none',
  parameters: [{ name: '@none', value: 'none' }],
  partitionKey: ['none'],
};

const newestOfEach = (rows: (Partition & { observedAt: string })[]): (Partition & { observedAt: string })[] => [
  ...new Map(rows.toSorted((a, b) => (a.observedAt < b.observedAt ? -1 : 1)).map((row) => [row.rootId, row])).values(),
];

/** A root may have only children stored; each page answers a root once. */
function distinctRoots({ items, continuation }: Listed<Partition & { resourceId: string }>): Listed<Partition> {
  const roots = new Map(items.map(({ resourceId }) => [parseResourceId(resourceId).rootId, partitionOf(resourceId)]));
  return { items: [...roots.values()], ...(continuation && { continuation }) };
}
