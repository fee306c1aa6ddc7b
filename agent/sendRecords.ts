import type { EventData, EventDataBatch, EventHubProducerClient } from '@azure/event-hubs';
import type { AgentRecord } from './record';

/** What sending needs of the producer of @azure/event-hubs. */
export type RecordProducer = Pick<EventHubProducerClient, 'createBatch' | 'sendBatch'>;

/**
 * Sends every record as one event, in order, with the machine as partition key, so that one partition holds its story.
 * Returns once the hub has stored all of them; throws when it did not, and then some may be stored and come again.
 */
export async function sendRecords(
  producer: RecordProducer,
  records: AgentRecord[],
  abortSignal?: AbortSignal,
): Promise<void> {
  const options = abortSignal === undefined ? {} : { abortSignal };
  for (const resourceId of new Set(records.map((record) => record.resourceId))) {
    const newBatch = () => producer.createBatch({ partitionKey: resourceId.toLowerCase(), ...options });
    let batch = await newBatch();
    for (const record of records.filter((candidate) => candidate.resourceId === resourceId)) {
      const event = eventOf(record);
      if (batch.tryAdd(event)) continue;
      await sendIfAny(batch);
      batch = await newBatch();
      if (!batch.tryAdd(event)) throw new Error(`a ${record.skywarden} record is larger than the hub takes`);
    }
    await sendIfAny(batch);
  }

  async function sendIfAny(batch: EventDataBatch): Promise<void> {
    if (batch.count > 0) await producer.sendBatch(batch, options);
  }
}

const eventOf = (record: AgentRecord): EventData => ({
  body: record,
  contentType: 'application/json',
  properties: { resourceId: record.resourceId },
});
