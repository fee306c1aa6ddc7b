import { createHash } from 'node:crypto';
import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import type { Config } from '../../config';
import type { Signal, SignalSender } from '../../flows/ports';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

/** A broker restart must not look like the SDK's default hang of half a minute. */
export const retryOptions = { maxRetries: 3, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** Event Hubs takes partition keys of at most 128 characters, and entity keys begin with resource ids: their hash is the key. */
export function signalSender(config: Config): SignalSender {
  const producer = once(() => producerOf(config));
  return {
    async send(signals) {
      for (const [entityKey, events] of byEntity(signals)) {
        const partitionKey = createHash('sha256').update(entityKey).digest('hex');
        let batch = await producer().createBatch({ partitionKey });
        for (const event of events) {
          if (batch.tryAdd(event)) continue;
          await producer().sendBatch(batch);
          batch = await producer().createBatch({ partitionKey });
          if (!batch.tryAdd(event)) throw new Error('An observation is larger than an Event Hubs message may be');
        }
        if (batch.count > 0) await producer().sendBatch(batch);
      }
    },
  };
}

function byEntity(signals: Signal[]): Map<string, EventData[]> {
  const groups = new Map<string, EventData[]>();
  for (const signal of signals) {
    const key = signal.observation.entityKey;
    groups.set(key, [...(groups.get(key) ?? []), { body: signal }]);
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
