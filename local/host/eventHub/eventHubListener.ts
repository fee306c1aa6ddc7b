import { type EventHubConsumerClient, type EventPosition, earliestEventPosition } from '@azure/event-hubs';
import { z } from 'zod';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import type { Listener } from '../listener';
import { type Checkpoints, createCheckpoints } from './checkpoints';
import { batchWork, eventWork } from './eventWork';
import { type PartitionReader, createPartitionReader } from './partitionReader';

const optionsSchema = z.object({
  connection: z.string(),
  eventHubName: z.string(),
  consumerGroup: z.string().default('$Default'),
  cardinality: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['one', 'many']))
    .default('one'),
  dataType: z.string().toLowerCase().optional(),
});

/**
 * Reads every partition of a hub for one function. There is one host, so partitions are not balanced: each is opened with
 * owner level 0, which takes it over at once from a reader that crashed.
 */
export function createEventHubListener(definition: FunctionDefinition, host: HostContext): Listener {
  const { connection, eventHubName, consumerGroup, cardinality, dataType } = optionsSchema.parse(definition.trigger);
  const limits = host.hostJson.extensions.eventHubs;
  const binary = dataType === 'binary';
  const log = (level: 'information' | 'warning' | 'error', text: string): void =>
    host.log(level, 'Host.Triggers.EventHubs', `${definition.name}: ${text}`, definition.name);
  let consumer: EventHubConsumerClient | undefined;
  let readers: PartitionReader[] = [];
  let stopping = false;

  async function startPosition(
    client: EventHubConsumerClient,
    partitionId: string,
    checkpoints: Checkpoints,
  ): Promise<EventPosition> {
    const { type, enqueuedTimeUtc } = limits.initialOffsetOptions;
    if (type.toLowerCase() === 'fromenqueuedtime') return { enqueuedOn: Date.parse(enqueuedTimeUtc) };
    if (type.toLowerCase() !== 'fromend') return earliestEventPosition;
    const { lastEnqueuedSequenceNumber, lastEnqueuedOffset } = await client.getPartitionProperties(partitionId);
    const known = checkpoints.position(partitionId) !== undefined || lastEnqueuedSequenceNumber < 0;
    if (!known)
      checkpoints.handled(partitionId, { sequenceNumber: lastEnqueuedSequenceNumber, offset: lastEnqueuedOffset });
    return earliestEventPosition;
  }

  async function createReader(
    client: EventHubConsumerClient,
    partitionId: string,
    checkpoints: Checkpoints,
  ): Promise<PartitionReader> {
    const { fullyQualifiedNamespace, eventHubName: hub } = client;
    const partition = { fullyQualifiedNamespace, eventHubName: hub, consumerGroup, partitionId };
    const includeEmpty = host.includeEmptyEntries;
    return createPartitionReader({
      consumer: client,
      partitionId,
      startPosition: await startPosition(client, partitionId, checkpoints),
      checkpoints,
      batch: {
        maximum: limits.maxEventBatchSize,
        minimum: limits.minEventBatchSize,
        maxWait: limits.maxWaitTime,
        prefetch: limits.prefetchCount,
        checkpointEvery: limits.batchCheckpointFrequency,
      },
      handle: async (events) => {
        const works =
          cardinality === 'many'
            ? [batchWork(events, partition, { binary, includeEmpty })]
            : events.map((event) => eventWork(event, partition, binary));
        for (const work of works) {
          const outcome = await host.dispatcher.run(definition, work);
          // A failed batch is checkpointed as in Azure, but not when the stop may be what made it fail.
          if (outcome.status === 'stopped' || (outcome.status === 'failed' && stopping)) return false;
        }
        return true;
      },
      log,
    });
  }

  async function start(): Promise<void> {
    stopping = false;
    const checkpoints = createCheckpoints(host.clients);
    const client = host.clients.eventHubConsumer(connection, eventHubName, consumerGroup, checkpoints.store);
    try {
      await checkpoints.load(client.fullyQualifiedNamespace, client.eventHubName, consumerGroup);
      const partitionIds = await client.getPartitionIds();
      readers = await Promise.all(partitionIds.map((partitionId) => createReader(client, partitionId, checkpoints)));
    } catch (error) {
      void client.close().catch((closing: unknown) => log('warning', `closing failed: ${String(closing)}`));
      throw error;
    }
    consumer = client;
    readers.forEach((reader) => reader.start());
  }

  async function stop(): Promise<void> {
    stopping = true;
    await Promise.all(readers.map((reader) => reader.stop()));
    readers = [];
    await consumer?.close();
    consumer = undefined;
  }

  async function idle(): Promise<boolean> {
    return readers.length > 0 && (await Promise.all(readers.map((reader) => reader.idle()))).every(Boolean);
  }
  return { start, stop, idle };
}
