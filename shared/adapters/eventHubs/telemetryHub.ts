import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import type { Config } from '../../config';
import { sealedProperties, sealingKeys, sealProperty, workspaceProperty } from '../../core/ingest/door/workspaceSeal';
import type { TelemetryHub } from '../../flows/ports/telemetryHub';
import { Rejected } from '../../model/rejected';
import { credentialOf } from '../identity/credential';
import { once } from '../once';
import { retryOptions } from './signals';

/** Where the telemetry hub ends, and messages that go onto it once more. */
export function telemetryHub(config: Config): TelemetryHub {
  const producer = once(() => producerOf(config));
  const [sealing] = sealingKeys(config.SECRETS_KEY);
  return {
    async partitions() {
      const { partitionIds } = await producer().getEventHubProperties();
      const ends = await Promise.all(partitionIds.map((id) => producer().getPartitionProperties(id)));
      return ends.map(({ partitionId, isEmpty, beginningSequenceNumber, ...last }) => ({
        partitionId,
        // Of an empty partition the service names the numbers it will go on with.
        firstSequence: isEmpty ? last.lastEnqueuedSequenceNumber + 1 : beginningSequenceNumber,
        lastSequence: last.lastEnqueuedSequenceNumber,
        lastEnqueuedAt: last.lastEnqueuedOnUtc.toISOString(),
      }));
    },

    async resend({ partitionId, properties, workspaceId, body }) {
      const { [workspaceProperty]: _, [sealProperty]: __, ...others } = properties;
      // The seal of the door is over the body: a record on its own needs another. Without a workspace that the door vouched for,
      // properties go as they came.
      const resourceId = typeof others['resourceId'] === 'string' ? others['resourceId'] : '';
      const sealed = workspaceId && { ...others, ...sealedProperties(sealing!, workspaceId, resourceId, body) };
      const event: EventData = { body, properties: sealed || properties };
      const batch = await producer().createBatch({ partitionId });
      if (!batch.tryAdd(event))
        throw new Rejected(
          'TooLarge',
          `The entry has ${body.length} bytes: no message of the telemetry hub can hold it`,
        );
      await producer().sendBatch(batch);
    },
  };
}

function producerOf({ eventHubs, TELEMETRY_HUB }: Config): EventHubProducerClient {
  if ('endpoint' in eventHubs) {
    return new EventHubProducerClient(eventHubs.endpoint, TELEMETRY_HUB, credentialOf(eventHubs.clientId), {
      retryOptions,
    });
  }
  return new EventHubProducerClient(eventHubs.connectionString, TELEMETRY_HUB, { retryOptions });
}
