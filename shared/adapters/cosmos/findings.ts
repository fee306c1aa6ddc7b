import type { JSONObject, OperationInput } from '@azure/cosmos';
import { ticksName } from '../../core/alert/ticks';
import {
  alertId,
  freshnessId,
  judgementId,
  networkStateId,
  partitionOf,
  scoreDayId,
  scoreId,
} from '../../core/documentIds';
import type { AuditDocument } from '../../model/audit';
import type {
  AlertDocument,
  FindingDocument,
  JudgementDocument,
  NetworkChangeDocument,
  NetworkStateDocument,
} from '../../model/documents/findings';
import type { OutboxDocument } from '../../model/documents/outbox';
import type { Partition } from '../../model/documents/stored';
import type { FreshnessDocument } from '../../model/documents/freshness';
import type { ScoreChangeDocument, ScoreDayDocument, ScoreDocument } from '../../model/documents/score';
import type { FindingStore } from '../../flows/ports/findings';
import { parseResourceId } from '../../model/resourceId';
import { writeBatch } from './batch';
import { bySubscription } from './bySubscription';
import type { Containers } from './client';
import { all, listed } from './list';
import { keyOf } from './resources';
import { namesOf, withinScope } from './scope';

export function findingStore(containers: Containers): FindingStore {
  const container = () => containers('findings');
  const point = async <T extends FindingDocument>(partition: Partition, id: string): Promise<T | undefined> =>
    (await container().item(id, keyOf(partition)).read<T>()).resource;

  return {
    judgement: (partition, resourceId) => point<JudgementDocument>(partition, judgementId(resourceId)),

    async judgementsOf(resourceIds) {
      const found = bySubscription(resourceIds, (id) => partitionOf(id).subscriptionId).map(([subscriptionId, ids]) => {
        const named = ids.map((id, at) => ({ name: `@i${at}`, value: parseResourceId(id).id }));
        const roots = [...new Set(ids.map((id) => partitionOf(id).rootId))];
        const inRoots = roots.map((value, at) => ({ name: `@r${at}`, value }));
        return all<JudgementDocument>(container(), {
          query: `SELECT * FROM c WHERE c.subscriptionId = @s AND c.rootId IN (${namesOf(inRoots)}) AND c.kind = 'judgement' AND LOWER(c.resourceId) IN (${namesOf(named)})`,
          parameters: [{ name: '@s', value: subscriptionId }, ...inRoots, ...named],
          partitionKey: [subscriptionId],
        });
      });
      return (await Promise.all(found)).flat();
    },

    async openAlerts(resourceIds) {
      const found = bySubscription(resourceIds, (id) => partitionOf(id).subscriptionId).map(([subscriptionId, ids]) => {
        const roots = [...new Set(ids.map((id) => partitionOf(id).rootId))];
        const inRoots = roots.map((value, at) => ({ name: `@r${at}`, value }));
        return all<{ resourceId: string; alerts: number }>(container(), {
          query: `SELECT c.resourceId, COUNT(1) AS alerts FROM c WHERE c.subscriptionId = @s AND c.rootId IN (${namesOf(inRoots)}) AND c.kind = 'alert' AND c.alert.status IN ('Active', 'InProgress') GROUP BY c.resourceId`,
          parameters: [{ name: '@s', value: subscriptionId }, ...inRoots],
          partitionKey: [subscriptionId],
        });
      });
      const wanted = new Set(resourceIds.map((id) => parseResourceId(id).id));
      return (await Promise.all(found)).flat().filter(({ resourceId }) => wanted.has(parseResourceId(resourceId).id));
    },

    judgements(scope, options) {
      const within = withinScope(scope);
      const query = `SELECT * FROM c WHERE ${within.where} AND c.kind = 'judgement'`;
      return listed<JudgementDocument>(container(), { ...within, query }, options);
    },

    judgementsIn(partition, options) {
      const query = {
        query: `SELECT * FROM c WHERE c.subscriptionId = @s AND c.rootId = @r AND c.kind = 'judgement'`,
        parameters: [
          { name: '@s', value: partition.subscriptionId },
          { name: '@r', value: partition.rootId },
        ],
        partitionKey: keyOf(partition),
      };
      return listed<JudgementDocument>(container(), query, options);
    },

    async alert(subscriptionId, guid, partition) {
      if (partition) return point<AlertDocument>(partition, alertId(guid));
      const [found] = await all<AlertDocument>(container(), {
        query: 'SELECT * FROM c WHERE c.subscriptionId = @s AND c.id = @id',
        parameters: [
          { name: '@s', value: subscriptionId },
          { name: '@id', value: alertId(guid) },
        ],
        partitionKey: [subscriptionId],
      });
      return found;
    },

    alerts({ scope, location, since, statuses }, options) {
      const within = withinScopeOrIncident(scope);
      const conditions = [
        within.where,
        `c.kind = 'alert'`,
        ...(location ? ['LOWER(c.alert.location) = @location'] : []),
        // Names begin with the time that is left: what started later sorts before.
        ...(since ? ['c.alert.name < @since'] : []),
        ...(statuses ? ['ARRAY_CONTAINS(@statuses, c.alert.status)'] : []),
      ];
      const query = `SELECT * FROM c WHERE ${conditions.join(' AND ')} ORDER BY c.alert.name`;
      const parameters = [
        ...within.parameters,
        ...(location ? [{ name: '@location', value: location.toLowerCase() }] : []),
        ...(since ? [{ name: '@since', value: ticksName(since, '~') }] : []),
        ...(statuses ? [{ name: '@statuses', value: [...statuses] }] : []),
      ];
      return listed<AlertDocument>(container(), { ...within, query, parameters }, options);
    },

    score: (subscriptionId) => point<ScoreDocument>(partitionOf(`/subscriptions/${subscriptionId}`), scoreId),

    scoreChanges(subscriptionId, options) {
      const partition = partitionOf(`/subscriptions/${subscriptionId}`);
      const query = {
        query: `SELECT * FROM c WHERE c.subscriptionId = @s AND c.rootId = @r AND c.kind = 'scoreChange' ORDER BY c.version DESC`,
        parameters: [
          { name: '@s', value: partition.subscriptionId },
          { name: '@r', value: partition.rootId },
        ],
        partitionKey: keyOf(partition),
      };
      return listed<ScoreChangeDocument>(container(), query, options);
    },

    scoreDay: (subscriptionId, day) =>
      point<ScoreDayDocument>(partitionOf(`/subscriptions/${subscriptionId}`), scoreDayId(day)),

    scoreDays(subscriptionId, { from, to }, options) {
      const partition = partitionOf(`/subscriptions/${subscriptionId}`);
      const query = {
        query: `SELECT * FROM c WHERE c.subscriptionId = @s AND c.rootId = @r AND c.kind = 'scoreDay' AND c.version >= @from AND c.version <= @to ORDER BY c.version`,
        parameters: [
          { name: '@s', value: partition.subscriptionId },
          { name: '@r', value: partition.rootId },
          { name: '@from', value: Number(from.replaceAll('-', '')) },
          { name: '@to', value: Number(to.replaceAll('-', '')) },
        ],
        partitionKey: keyOf(partition),
      };
      return listed<ScoreDayDocument>(container(), query, options);
    },

    freshness: (subscriptionId) =>
      point<FreshnessDocument>(partitionOf(`/subscriptions/${subscriptionId}`), freshnessId),

    networkState: (resourceId) => point<NetworkStateDocument>(partitionOf(resourceId), networkStateId(resourceId)),

    networkChange: (resourceId, id) => point<NetworkChangeDocument>(partitionOf(resourceId), id),

    networkChanges(scope, options) {
      const within = withinScope(scope);
      const query = `SELECT * FROM c WHERE ${within.where} AND c.kind = 'networkChange' ORDER BY c.change.at DESC`;
      return listed<NetworkChangeDocument>(container(), { ...within, query }, options);
    },

    audit(scope, options) {
      const within = withinScope(scope);
      const query = `SELECT * FROM c WHERE ${within.where} AND c.kind = 'audit' ORDER BY c.version DESC`;
      return listed<AuditDocument>(container(), { ...within, query }, options);
    },

    outbox: (partition, id) => point<OutboxDocument>(partition, id),

    async save(documents) {
      const [first] = documents;
      if (!first) return;
      await writeBatch(container(), keyOf(first), documents.map(writeOf));
    },

    async remove(judgement, outbox) {
      // The service takes `ifMatch` on deletes too; the SDK's type does not name it.
      const gone = { operationType: 'Delete', id: judgement.id, ifMatch: judgement._etag! } as OperationInput;
      await writeBatch(container(), keyOf(judgement), [gone, writeOf(outbox)]);
    },
  };
}

/** Incidents lie in the partition of their subscription, although they may be about something in one of its resource groups. */
function withinScopeOrIncident(scope: string): ReturnType<typeof withinScope> {
  const within = withinScope(scope);
  const { id, subscriptionId } = parseResourceId(scope);
  if (!subscriptionId || id.includes('/providers/') || id === `/subscriptions/${subscriptionId}`) return within;
  const inside = '(LOWER(c.resourceId) = @scope OR STARTSWITH(LOWER(c.resourceId), @below))';
  return {
    ...within,
    where: `(${within.where} OR (c.subscriptionId = @subscription AND c.rootId = @whole AND ${inside}))`,
    parameters: [...within.parameters, { name: '@whole', value: `/subscriptions/${subscriptionId}` }],
  };
}

function writeOf({ _etag, ...document }: FindingDocument): OperationInput {
  const resourceBody = document as unknown as JSONObject;
  if (!_etag) return { operationType: 'Create', resourceBody };
  return {
    operationType: 'Replace',
    id: document.id,
    resourceBody: resourceBody as JSONObject & { id: string },
    ifMatch: _etag,
  };
}
