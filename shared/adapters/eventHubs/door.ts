import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import type { Config } from '../../config';
import { sealedProperties, sealingKeys } from '../../core/ingest/door/workspaceSeal';
import { Throttled } from '../../flows/ports/portErrors';
import type { DoorSender } from '../../flows/ports/door';
import { Rejected } from '../../model/rejected';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

/** The sender waits for the answer and repeats by itself: one more attempt is enough, and none may take long. */
const retryOptions = { maxRetries: 1, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** Forwards bodies of the ingest door, each as one message with the seal that tells its workspace. */
export function doorSender(config: Config): DoorSender {
  const producer = once(() => producerOf(config));
  const [sealing] = sealingKeys(config.SECRETS_KEY);
  return {
    async send({ workspaceId, resourceId, partitionKey, body }) {
      const event: EventData = { body, properties: sealedProperties(sealing!, workspaceId, resourceId, body) };
      try {
        const batch = await producer().createBatch({ partitionKey });
        if (!batch.tryAdd(event)) throw tooLarge();
        await producer().sendBatch(batch);
      } catch (error) {
        throw refusalOf(error) ?? error;
      }
    },
  };
}

function refusalOf(error: unknown): Error | undefined {
  const code = (error as { code?: unknown }).code;
  if (code === 'ServerBusyError') return new Throttled(10, { cause: error });
  return code === 'MessageTooLargeError' ? tooLarge(error) : undefined;
}

const tooLarge = (cause?: unknown): Rejected =>
  new Rejected('TooLarge', 'The body is larger than the telemetry hub takes: send what it holds in several requests', {
    cause,
  });

function producerOf({ eventHubs, TELEMETRY_HUB }: Config): EventHubProducerClient {
  return 'endpoint' in eventHubs
    ? new EventHubProducerClient(eventHubs.endpoint, TELEMETRY_HUB, credentialOf(eventHubs.clientId), { retryOptions })
    : new EventHubProducerClient(eventHubs.connectionString, TELEMETRY_HUB, { retryOptions });
}
