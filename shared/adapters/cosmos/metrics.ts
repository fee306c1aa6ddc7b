import type { HubPositionDocument, IngestCountDocument } from '../../model/ingestMetrics';
import { Conflict } from '../../flows/ports/portErrors';
import type { MetricStore } from '../../flows/ports/metrics';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';

const maxTries = 5;

export function metricStore(containers: Containers): MetricStore {
  const container = () => containers('metrics');

  async function replaceOlder(position: HubPositionDocument): Promise<void> {
    const { resource: stored } = await container().item(position.id, position.pk).read<HubPositionDocument>();
    // By time: sequences begin again on a hub that was made anew.
    if (stored && stored.enqueuedAt > position.enqueuedAt) return;
    if (stored && stored.enqueuedAt === position.enqueuedAt && stored.sequence >= position.sequence) return;
    if (!stored) return void (await orConflict(container().items.create(position)));
    const accessCondition = { type: 'IfMatch', condition: stored._etag! };
    await orConflict(container().item(position.id, position.pk).replace(position, { accessCondition }));
  }

  return {
    async save(rows) {
      for (const row of rows) await container().items.upsert(row);
    },

    async reached(position) {
      for (let tries = 1; ; tries++) {
        try {
          return await replaceOlder(position);
        } catch (error) {
          if (!(error instanceof Conflict) || tries === maxTries) throw error;
        }
      }
    },

    counts: async (pks) => {
      const rows = pks.map((pk) =>
        all<IngestCountDocument>(container(), {
          query: `SELECT * FROM c WHERE c.pk = @pk`,
          parameters: [{ name: '@pk', value: pk }],
          partitionKey: pk,
        }),
      );
      return (await Promise.all(rows)).flat();
    },

    positions: () =>
      all<HubPositionDocument>(container(), {
        query: `SELECT * FROM c WHERE c.pk = 'positions'`,
        parameters: [],
        partitionKey: 'positions',
      }),
  };
}
