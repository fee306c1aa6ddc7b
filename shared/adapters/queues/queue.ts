import { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Config } from '../../config';
import type { Queue } from '../../flows/ports/queues';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

export type QueueName = 'work' | 'deliveries';

/** Sends messages to the storage queues, base64 as the Functions queue trigger expects. Queues exist already. */
export function queues(config: Config): <T>(name: QueueName) => Queue<T> {
  const service = once(() => serviceOf(config));
  const known = new Map<QueueName, QueueClient>();
  return <T>(name: QueueName): Queue<T> => ({
    async send(message: T, delaySeconds = 0) {
      const client = known.get(name) ?? service().getQueueClient(name);
      known.set(name, client);
      const text = Buffer.from(JSON.stringify(message)).toString('base64');
      await client.sendMessage(text, { visibilityTimeout: Math.round(delaySeconds), messageTimeToLive: -1 });
    },
  });
}

function serviceOf({ queues: connection }: Config): QueueServiceClient {
  if ('endpoint' in connection) return new QueueServiceClient(connection.endpoint, credentialOf(connection.clientId));
  return QueueServiceClient.fromConnectionString(connection.connectionString);
}
