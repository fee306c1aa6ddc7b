import type { Checkpoint, CheckpointStore } from '@azure/event-hubs';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import type { Clients } from '../connections/clients';

const containerName = 'azure-webjobs-eventhub';

export interface Position {
  sequenceNumber: number;
  offset: string;
}

/**
 * Checkpoints in the layout of Azure (`<namespace>/<hub>/<group>/checkpoint/<partition>`), under positions known in
 * memory: a reader that is started again in the same process goes on behind the last event handled, even when only every
 * n-th batch is checkpointed.
 */
export interface Checkpoints {
  store: CheckpointStore;
  /** The last event handled, from memory or else from the blob. */
  position: (partitionId: string) => Position | undefined;
  handled: (partitionId: string, position: Position) => void;
  /** Reads the stored checkpoints; call once before the others. */
  load: (namespace: string, hub: string, group: string) => Promise<void>;
  save: (partitionId: string) => Promise<void>;
}

export function createCheckpoints(clients: Clients): Checkpoints {
  const container = clients.blobs('AzureWebJobsStorage').getContainerClient(containerName);
  const blobs = new BlobCheckpointStore(container);
  const positions = new Map<string, Position>();
  let identity = { fullyQualifiedNamespace: '', eventHubName: '', consumerGroup: '' };

  async function load(fullyQualifiedNamespace: string, eventHubName: string, consumerGroup: string): Promise<void> {
    identity = { fullyQualifiedNamespace, eventHubName, consumerGroup };
    await container.createIfNotExists();
    const stored = await blobs.listCheckpoints(fullyQualifiedNamespace, eventHubName, consumerGroup);
    for (const { partitionId, sequenceNumber, offset } of stored)
      positions.set(partitionId, { sequenceNumber, offset });
  }

  const known = (): Checkpoint[] =>
    [...positions].map(([partitionId, position]) => ({ ...identity, partitionId, ...position }));

  async function save(partitionId: string): Promise<void> {
    const position = positions.get(partitionId);
    if (position !== undefined) await blobs.updateCheckpoint({ ...identity, partitionId, ...position });
  }

  return {
    store: {
      listCheckpoints: () => Promise.resolve(known()),
      updateCheckpoint: (checkpoint, options) => blobs.updateCheckpoint(checkpoint, options),
      listOwnership: (namespace, hub, group, options) => blobs.listOwnership(namespace, hub, group, options),
      claimOwnership: (ownership, options) => blobs.claimOwnership(ownership, options),
    },
    position: (partitionId) => positions.get(partitionId),
    handled: (partitionId, position) => void positions.set(partitionId, position),
    load,
    save,
  };
}
