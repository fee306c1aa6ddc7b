import { z } from 'zod';
import { bytesOf, fanOut } from '../typedData';
import type { WriteOutput } from './outputPorts';

const optionsSchema = z.object({ queueName: z.string(), connection: z.string().default('AzureWebJobsStorage') });

/** Adds one message for each item; the queue is created on demand. */
export const queueOutput: WriteOutput = async (binding, data, { clients, queueEncoding }) => {
  const { queueName, connection } = optionsSchema.parse(binding);
  const queue = clients.queues(connection).getQueueClient(queueName.toLowerCase());
  await queue.createIfNotExists();
  const encode = (bytes: Buffer): string => bytes.toString(queueEncoding === 'base64' ? 'base64' : 'utf8');
  await Promise.all(fanOut(data).map((item) => queue.sendMessage(encode(bytesOf(item)))));
};
