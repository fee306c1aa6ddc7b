import { EventHubConsumerClient, earliestEventPosition } from '@azure/event-hubs';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import { ContainerClient } from '@azure/storage-blob';
import { storageConnection } from '../../../local/start/azurite';
import type { Place, RunningPlatform } from './platform';

export type Exported = Record<string, unknown>;

export interface ExportReader {
  events: Exported[];
  close(): Promise<void>;
}

/** Reads the export hub as a SIEM does: a consumer client with a checkpoint store. */
export async function readExport(place: Place, platform: RunningPlatform): Promise<ExportReader> {
  const { blob = 0, queue = 0, table = 0 } = place.ports;
  const container = new ContainerClient(storageConnection({ blob, queue, table }), 'siem-checkpoints');
  await container.createIfNotExists();
  const client = new EventHubConsumerClient(
    '$Default',
    platform.endpoints.hubs,
    'export',
    new BlobCheckpointStore(container),
    {
      loadBalancingOptions: { strategy: 'greedy', updateIntervalInMs: 500 },
    },
  );
  const events: Exported[] = [];
  const subscription = client.subscribe(
    {
      processEvents: async (batch, context) => {
        for (const event of batch) events.push(event.body as Exported);
        const last = batch.at(-1);
        if (last) await context.updateCheckpoint(last);
      },
      processError: async () => undefined,
    },
    { startPosition: earliestEventPosition, maxBatchSize: 100, maxWaitTimeInSeconds: 60 },
  );
  return {
    events,
    close: async () => {
      await subscription.close();
      await client.close();
    },
  };
}
