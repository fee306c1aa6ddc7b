import { EventHubProducerClient, parseEventHubConnectionString, type EventData } from '@azure/event-hubs';
import type { StoredAction } from '../../model/automation';
import { Rejected } from '../../model/rejected';
import type { Delivery, DeliveryResult, Sink, SinkIo } from '../../flows/delivery';
import { retryOptions } from '../eventHubs/signals';
import { credentialOf } from '../identity/credential';

/**
 * Sends each event as one message: JSON, no wrapper, as Defender for Cloud exports. The delivery id is the message id and
 * an application property: delivery is at least once, and consumers drop what they have seen.
 */
export const sink: Sink = {
  actionType: 'EventHub',
  batchSize: 100,
  payload: ({ payload }) => payload,
  async send(io, action, deliveries) {
    const producer = await producerOf(io, action);
    try {
      return await sendAll(producer, deliveries);
    } finally {
      await producer.close();
    }
  },
};

async function sendAll(producer: EventHubProducerClient, deliveries: Delivery[]): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = deliveries.map(() => ({ ok: true }));
  let batch = await producer.createBatch();
  for (const [at, delivery] of deliveries.entries()) {
    if (batch.tryAdd(message(delivery))) continue;
    if (batch.count > 0) await producer.sendBatch(batch);
    batch = await producer.createBatch();
    if (!batch.tryAdd(message(delivery))) {
      results[at] = { ok: false, retryable: false, reason: 'The event is larger than the Event Hub takes' };
    }
  }
  if (batch.count > 0) await producer.sendBatch(batch);
  return results;
}

function message({ deliveryId, body }: Delivery): EventData {
  return { body, contentType: 'application/json', messageId: deliveryId, properties: { deliveryId } };
}

/** With a connection string as given; without one the app's identity sends (it needs Azure Event Hubs Data Sender there). */
async function producerOf(io: SinkIo, action: StoredAction): Promise<EventHubProducerClient> {
  if (action.actionType !== 'EventHub') throw new Rejected('WrongAction', 'This sink sends to Event Hubs only');
  const { namespace, hub } = hubOf(action.eventHubResourceId);
  if (!io.secret) {
    const host = `${namespace}.servicebus.windows.net`;
    await io.checkHost(host);
    return new EventHubProducerClient(host, hub, credentialOf(undefined), { retryOptions });
  }
  const { fullyQualifiedNamespace, eventHubName } = parseEventHubConnectionString(io.secret);
  await io.checkHost(fullyQualifiedNamespace.replace(/:\d+$/, ''));
  return eventHubName
    ? new EventHubProducerClient(io.secret, { retryOptions })
    : new EventHubProducerClient(io.secret, hub, { retryOptions });
}

/** `.../Microsoft.EventHub/namespaces/{namespace}/eventhubs/{hub}` */
function hubOf(resourceId: string): { namespace: string; hub: string } {
  const found = /\/namespaces\/([^/]+)\/eventhubs\/([^/]+)\/?$/i.exec(resourceId);
  if (!found) throw new Rejected('InvalidEventHub', 'eventHubResourceId must name a namespace and an event hub in it');
  return { namespace: found[1]!, hub: found[2]! };
}
