import { createHash } from 'node:crypto';
import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import type { Config } from '../../config';
import type { Signal } from '../../core/detect/signal';
import type { SignalSender } from '../../flows/ports/signals';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

/** A broker restart must not look like the SDK's default hang of half a minute. */
export const retryOptions = { maxRetries: 3, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** Entities are spread over the partitions by their hash: what a batch of telemetry says takes one message batch for each partition. */
export function signalSender(config: Config): SignalSender {
  const producer = once(() => producerOf(config));
  let known: Promise<string[]> | undefined;

  async function partitionIds(): Promise<string[]> {
    known ??= producer().getPartitionIds();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  }

  async function sendTo(partitionId: string, events: EventData[]): Promise<void> {
    let batch = await producer().createBatch({ partitionId });
    for (const event of events) {
      if (batch.tryAdd(event)) continue;
      await producer().sendBatch(batch);
      batch = await producer().createBatch({ partitionId });
      if (!batch.tryAdd(event)) throw new Error('A signal is larger than an Event Hubs message may be');
    }
    if (batch.count > 0) await producer().sendBatch(batch);
  }

  return {
    async send(signals) {
      const groups = byPartition(signals, [...(await partitionIds())].sort());
      await Promise.all([...groups].map(([partitionId, events]) => sendTo(partitionId, events)));
    },
  };
}

function byPartition(signals: Signal[], partitionIds: string[]): Map<string, EventData[]> {
  const groups = new Map<string, EventData[]>();
  for (const signal of signals) {
    const hash = createHash('sha256').update(signal.entityKey).digest().readUInt32BE(0);
    const partitionId = partitionIds[hash % partitionIds.length]!;
    const group = groups.get(partitionId);
    if (group) group.push({ body: signal });
    else groups.set(partitionId, [{ body: signal }]);
  }
  return groups;
}

function producerOf({ eventHubs, SIGNALS_HUB }: Config): EventHubProducerClient {
  if ('endpoint' in eventHubs) {
    return new EventHubProducerClient(eventHubs.endpoint, SIGNALS_HUB, credentialOf(eventHubs.clientId), {
      retryOptions,
    });
  }
  return new EventHubProducerClient(eventHubs.connectionString, SIGNALS_HUB, { retryOptions });
}
