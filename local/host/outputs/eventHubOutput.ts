import { z } from 'zod';
import { bytesOf, fanOut } from '../typedData';
import type { WriteOutput } from './outputPorts';

const optionsSchema = z.object({ connection: z.string(), eventHubName: z.string() });

/** Sends one event for each item, in as few batches as fit. */
export const eventHubOutput: WriteOutput = async (binding, data, { clients }) => {
  const { connection, eventHubName } = optionsSchema.parse(binding);
  const producer = clients.eventHubProducer(connection, eventHubName);
  let batch = await producer.createBatch();
  for (const item of fanOut(data)) {
    const event = { body: bytesOf(item) };
    if (batch.tryAdd(event)) continue;
    if (batch.count > 0) await producer.sendBatch(batch);
    batch = await producer.createBatch();
    if (!batch.tryAdd(event))
      throw new Error(`an event of ${event.body.length} bytes is too large for ${eventHubName}`);
  }
  if (batch.count > 0) await producer.sendBatch(batch);
};
