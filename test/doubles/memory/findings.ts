import { ticksName } from '../../../shared/core/alert/ticks';
import {
  alertId,
  freshnessId,
  judgementId,
  networkStateId,
  partitionOf,
  scoreDayId,
  scoreId,
} from '../../../shared/core/documentIds';
import type { AuditDocument } from '../../../shared/model/audit';
import type {
  AlertDocument,
  FindingDocument,
  JudgementDocument,
  NetworkChangeDocument,
  NetworkStateDocument,
} from '../../../shared/model/documents/findings';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import type { Partition } from '../../../shared/model/documents/stored';
import type { FreshnessDocument } from '../../../shared/model/documents/freshness';
import type { ScoreChangeDocument, ScoreDayDocument, ScoreDocument } from '../../../shared/model/documents/score';
import { isWithin } from '../../../shared/model/resourceId';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { FindingStore } from '../../../shared/flows/ports/findings';
import { etagMap, page } from './etagMap';

const keyOf = ({ subscriptionId, rootId }: Partition, id: string): string => `${subscriptionId}|${rootId}|${id}`;

/** `feed` holds every document in the order it was written, as a change feed that misses nothing. */
export function memoryFindings(): { store: FindingStore; feed: FindingDocument[]; all: () => FindingDocument[] } {
  const documents = etagMap<FindingDocument>();
  const feed: FindingDocument[] = [];
  const of = <K extends FindingDocument['kind']>(
    kind: K,
    keep: (one: Extract<FindingDocument, { kind: K }>) => boolean,
  ): Extract<FindingDocument, { kind: K }>[] =>
    documents.values((one) => one.kind === kind && keep(one as Extract<FindingDocument, { kind: K }>)) as Extract<
      FindingDocument,
      { kind: K }
    >[];
  const point = <T extends FindingDocument>(partition: Partition, id: string): T | undefined =>
    documents.get(keyOf(partition, id)) as T | undefined;

  const save = async (batch: FindingDocument[]): Promise<void> => {
    const partitions = new Set(batch.map((one) => keyOf(one, '')));
    if (partitions.size > 1) throw new Error('A transactional batch has one partition');
    if (batch.length > 100) throw new Error('A transactional batch has at most 100 operations');
    feed.push(...documents.write(batch.map((one) => [keyOf(one, one.id), one])));
  };

  const store: FindingStore = {
    judgement: async (partition, resourceId) => point<JudgementDocument>(partition, judgementId(resourceId)),
    judgementsOf: async (resourceIds) =>
      resourceIds.flatMap((id) => point<JudgementDocument>(partitionOf(id), judgementId(id)) ?? []),
    openAlerts: async (resourceIds) =>
      resourceIds.flatMap((resourceId) => {
        const { length } = of(
          'alert',
          ({ resourceId: id, alert }) =>
            id.toLowerCase() === resourceId.toLowerCase() && ['Active', 'InProgress'].includes(alert.status),
        );
        return length > 0 ? [{ resourceId, alerts: length }] : [];
      }),
    judgements: async (scope, options) =>
      page(
        of('judgement', ({ resourceId }) => isWithin(resourceId, scope)),
        options,
      ),
    judgementsIn: async ({ subscriptionId, rootId }, options) =>
      page(
        of('judgement', (one) => one.subscriptionId === subscriptionId && one.rootId === rootId),
        options,
      ),
    async alert(subscriptionId, guid, partition) {
      if (partition) return point<AlertDocument>(partition, alertId(guid));
      return of('alert', (one) => one.subscriptionId === subscriptionId && one.id === alertId(guid))[0];
    },
    async alerts({ scope, location, since, statuses }, options) {
      const found = of('alert', ({ resourceId, alert }) => {
        const there = !location || alert.location.toLowerCase() === location.toLowerCase();
        const wanted = !statuses || statuses.includes(alert.status);
        const inTime = !since || alert.name < ticksName(since, '~');
        return there && wanted && inTime && isWithin(resourceId, scope);
      });
      // The name begins with the inverted time: smaller is newer.
      const newestFirst = found.sort((a, b) => (a.alert.name < b.alert.name ? -1 : 1));
      return page(newestFirst, options);
    },
    score: async (subscriptionId) => point<ScoreDocument>(partitionOf(`/subscriptions/${subscriptionId}`), scoreId),
    async scoreChanges(subscriptionId, options) {
      const found: ScoreChangeDocument[] = of('scoreChange', (one) => one.subscriptionId === subscriptionId);
      const newestFirst = found.sort((a, b) => b.version - a.version);
      return page(newestFirst, options);
    },
    scoreDay: async (subscriptionId, day) =>
      point<ScoreDayDocument>(partitionOf(`/subscriptions/${subscriptionId}`), scoreDayId(day)),
    async scoreDays(subscriptionId, { from, to }, options) {
      const found: ScoreDayDocument[] = of(
        'scoreDay',
        (one) => one.subscriptionId === subscriptionId && one.day.day >= from && one.day.day <= to,
      );
      return page(
        found.sort((a, b) => a.version - b.version),
        options,
      );
    },
    freshness: async (subscriptionId) =>
      point<FreshnessDocument>(partitionOf(`/subscriptions/${subscriptionId}`), freshnessId),
    networkState: async (resourceId) =>
      point<NetworkStateDocument>(partitionOf(resourceId), networkStateId(resourceId)),
    networkChange: async (resourceId, id) => point<NetworkChangeDocument>(partitionOf(resourceId), id),
    async networkChanges(scope, options) {
      const found: NetworkChangeDocument[] = of('networkChange', ({ resourceId }) => isWithin(resourceId, scope));
      return page(
        found.sort((a, b) => (a.change.at > b.change.at ? -1 : 1)),
        options,
      );
    },
    async audit(scope, options) {
      const found: AuditDocument[] = of('audit', ({ resourceId }) => isWithin(resourceId, scope));
      return page(
        found.sort((a, b) => b.version - a.version),
        options,
      );
    },
    outbox: async (partition, id) => point<OutboxDocument>(partition, id),
    save,
    async remove(judgement, outbox) {
      if (point(outbox, outbox.id)) throw new Conflict(`${outbox.id} is there`);
      documents.remove(keyOf(judgement, judgement.id), judgement._etag);
      await save([outbox]);
    },
  };
  return { store, feed, all: () => documents.values() };
}
