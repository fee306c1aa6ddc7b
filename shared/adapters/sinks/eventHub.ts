import { createHash } from 'node:crypto';
import { EventHubProducerClient, parseEventHubConnectionString, type EventData } from '@azure/event-hubs';
import { z } from 'zod';
import { armId, optionalMember, type StoredAction } from '../../model/automation';
import { Rejected } from '../../model/rejected';
import type { ActionForm, Delivery, DeliveryResult, Sink, SinkIo } from '../../flows/delivery';
import { createProducerCache } from '../eventHubs/producerCache';
import { retryOptions } from '../eventHubs/signals';
import { credentialOf } from '../identity/credential';

/** Connections of this process to the hubs that automations name. */
export const producers = createProducerCache();

const members = z.object({
  eventHubResourceId: armId.regex(
    /\/namespaces\/[^/]+\/eventhubs\/[^/]+\/?$/i,
    'must name a namespace and an event hub in it',
  ),
  isTrustedServiceEnabled: optionalMember(z.boolean()),
});

const form: ActionForm = {
  members,
  target: 'eventHubResourceId',
  secret: 'connectionString',
  secretNeeded: "required, unless isTrustedServiceEnabled lets the deployment's own identity send",
  hostOf(connectionString) {
    const host = /(?:^|;)\s*Endpoint=(?:sb|amqps?):\/\/(\[[0-9a-f:]+\]|[^/:;]+)/i.exec(connectionString)?.[1];
    const signed = /(?:^|;)\s*(?:SharedAccessKey|SharedAccessSignature)=[^;]+/i.test(connectionString);
    if (host !== undefined && signed) return host;
    throw new Rejected(
      'InvalidConnectionString',
      'must be an Event Hubs connection string with Endpoint and SharedAccessKeyName and SharedAccessKey',
    );
  },
  sendsAsItself: ({ isTrustedServiceEnabled }) => isTrustedServiceEnabled === true,
};

/**
 * Sends each event as one message: JSON, no wrapper, as Defender for Cloud exports. The delivery id is the message id and
 * an application property: delivery is at least once, and consumers drop what they have seen.
 */
export const sink: Sink = {
  actionType: 'EventHub',
  form,
  batchSize: 100,
  payload: ({ payload }) => payload,
  async send(io, action, deliveries) {
    const { host, key, open } = addressOf(io, action);
    await io.checkHost(host);
    try {
      return await producers.use(key, open, (producer) => sendAll(producer, deliveries));
    } catch (error) {
      throw refused(error) ?? error;
    }
  },
};

/** What no repetition changes: the hub is not there, or does not let this sender in. */
const refusals = new Set(['MessagingEntityNotFoundError', 'UnauthorizedError', 'MessagingEntityDisabledError']);

/** After several attempts the SDK throws the errors of all of them. */
function refused(error: unknown): Rejected | undefined {
  const last: unknown = error instanceof AggregateError ? error.errors.at(-1) : error;
  const { code } = Object(last) as { code?: unknown };
  if (typeof code !== 'string' || !refusals.has(code)) return undefined;
  return new Rejected('HubRefused', `The Event Hub refused the events: ${code}`, { cause: error });
}

/** In batches as large as the hub takes. What was sent stays sent: after a batch that failed, the rest waits for the next attempt. */
async function sendAll(producer: EventHubProducerClient, deliveries: Delivery[]): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  let batch = await producer.createBatch();
  try {
    for (const delivery of deliveries) {
      if (batch.tryAdd(message(delivery))) continue;
      await flush();
      if (batch.tryAdd(message(delivery))) continue;
      results.push({ ok: false, retryable: false, reason: 'The event is larger than the Event Hub takes' });
    }
    await flush();
    return results;
  } catch (error) {
    if (!results.some(({ ok }) => ok)) throw error;
    const reason = `The Event Hub took only a part: ${error instanceof Error ? error.message : String(error)}`;
    return deliveries.map((_, at) => results[at] ?? { ok: false, retryable: true, reason });
  }

  async function flush(): Promise<void> {
    if (batch.count === 0) return;
    await producer.sendBatch(batch);
    results.push(...Array.from({ length: batch.count }, () => ({ ok: true }) as const));
    batch = await producer.createBatch();
  }
}

function message({ deliveryId, body }: Delivery): EventData {
  return { body, contentType: 'application/json', messageId: deliveryId, properties: { deliveryId } };
}

interface Address {
  host: string;
  /** Tells connections apart without holding a secret. */
  key: string;
  open: () => EventHubProducerClient;
}

/** With a connection string as given; without one the app's identity sends (it needs Azure Event Hubs Data Sender there). */
function addressOf({ secret }: SinkIo, action: StoredAction): Address {
  if (action.actionType !== 'EventHub') throw new Rejected('WrongAction', 'This sink sends to Event Hubs only');
  const { namespace, hub } = hubOf(String(action['eventHubResourceId']));
  if (!secret) {
    const host = `${namespace}.servicebus.windows.net`;
    const open = () => new EventHubProducerClient(host, hub, credentialOf(undefined), { retryOptions });
    return { host, key: `${host}/${hub}`.toLowerCase(), open };
  }
  const { fullyQualifiedNamespace, eventHubName } = parsed(secret);
  return {
    host: fullyQualifiedNamespace.replace(/:\d+$/, ''),
    key: createHash('sha256').update(`${secret}\n${hub}`).digest('hex'),
    open: () =>
      eventHubName
        ? new EventHubProducerClient(secret, { retryOptions })
        : new EventHubProducerClient(secret, hub, { retryOptions }),
  };
}

/** The SDK's message about a malformed connection string may quote it. */
function parsed(connectionString: string): ReturnType<typeof parseEventHubConnectionString> {
  try {
    return parseEventHubConnectionString(connectionString);
  } catch {
    throw new Rejected('InvalidConnectionString', 'The stored connection string is no Event Hubs connection string');
  }
}

/** `.../Microsoft.EventHub/namespaces/{namespace}/eventhubs/{hub}` */
function hubOf(resourceId: string): { namespace: string; hub: string } {
  const found = /\/namespaces\/([^/]+)\/eventhubs\/([^/]+)\/?$/i.exec(resourceId);
  if (!found) throw new Rejected('InvalidEventHub', 'eventHubResourceId must name a namespace and an event hub in it');
  return { namespace: found[1]!, hub: found[2]! };
}
