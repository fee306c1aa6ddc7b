import { CosmosClient } from '@azure/cosmos';
import { type CheckpointStore, EventHubConsumerClient, EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Settings } from '../settings';
import { connectionSettings, identityCredential, sectionValue } from './connectionSettings';

/** SDK clients by connection name: one per connection, made on first use. */
export interface Clients {
  blobs: (connection: string) => BlobServiceClient;
  queues: (connection: string) => QueueServiceClient;
  cosmos: (connection: string) => CosmosClient;
  eventHubProducer: (connection: string, hub: string) => EventHubProducerClient;
  /** A new client for each call; the caller closes it. */
  eventHubConsumer: (connection: string, hub: string, group: string, store: CheckpointStore) => EventHubConsumerClient;
  close: () => Promise<void>;
}

const storageOptions = { retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 } };

/** The SDK's defaults (3 x 30 s) make a restarted broker look like a hang. */
const amqpRetries = { maxRetries: 3, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** How often a lost partition reader is started again, in milliseconds. */
const readerCheckInterval = 500;

function memoized<T>(create: (key: string) => T): { get: (key: string) => T; made: () => T[] } {
  const made = new Map<string, T>();
  function get(key: string): T {
    const known = made.get(key) ?? create(key);
    made.set(key, known);
    return known;
  }
  return { get, made: () => [...made.values()] };
}

/** `EntityPath` in a connection string beats the name in the binding. */
export function hubName(connectionString: string, hub: string): string {
  return /(?:^|;)\s*EntityPath=([^;]+)/i.exec(connectionString)?.[1] ?? hub;
}

export function createClients(settings: Settings): Clients {
  function storageUri(section: Record<string, string>, connection: string, service: 'blob' | 'queue'): string {
    const account = section['accountname'];
    if (account !== undefined) return `https://${account}.${service}.core.windows.net`;
    return sectionValue(section, connection, [`${service}ServiceUri`, 'serviceUri']);
  }
  const blobs = memoized((connection) => {
    const found = connectionSettings(connection, settings);
    if ('connectionString' in found)
      return BlobServiceClient.fromConnectionString(found.connectionString, storageOptions);
    const uri = storageUri(found.section, connection, 'blob');
    return new BlobServiceClient(uri, identityCredential(found.section), storageOptions);
  });
  const queues = memoized((connection) => {
    const found = connectionSettings(connection, settings);
    if ('connectionString' in found)
      return QueueServiceClient.fromConnectionString(found.connectionString, storageOptions);
    const uri = storageUri(found.section, connection, 'queue');
    return new QueueServiceClient(uri, identityCredential(found.section), storageOptions);
  });
  const cosmos = memoized((connection) => {
    const found = connectionSettings(connection, settings);
    const connectionPolicy = { requestTimeout: 10_000 };
    if ('connectionString' in found) {
      return new CosmosClient({ connectionString: found.connectionString, connectionPolicy });
    }
    const endpoint = sectionValue(found.section, connection, ['accountEndpoint']);
    return new CosmosClient({ endpoint, aadCredentials: identityCredential(found.section), connectionPolicy });
  });
  const producers = memoized((key) => {
    const [connection = '', hub = ''] = key.split('\n');
    const found = connectionSettings(connection, settings);
    const options = { retryOptions: amqpRetries };
    if ('connectionString' in found) {
      return new EventHubProducerClient(found.connectionString, hubName(found.connectionString, hub), options);
    }
    const namespace = sectionValue(found.section, connection, ['fullyQualifiedNamespace']);
    return new EventHubProducerClient(namespace, hub, identityCredential(found.section), options);
  });

  function eventHubConsumer(
    connection: string,
    hub: string,
    group: string,
    store: CheckpointStore,
  ): EventHubConsumerClient {
    const found = connectionSettings(connection, settings);
    const options = { retryOptions: amqpRetries, loadBalancingOptions: { updateIntervalInMs: readerCheckInterval } };
    if ('connectionString' in found) {
      const name = hubName(found.connectionString, hub);
      return new EventHubConsumerClient(group, found.connectionString, name, store, options);
    }
    const namespace = sectionValue(found.section, connection, ['fullyQualifiedNamespace']);
    return new EventHubConsumerClient(group, namespace, hub, identityCredential(found.section), store, options);
  }

  return {
    blobs: blobs.get,
    queues: queues.get,
    cosmos: cosmos.get,
    eventHubProducer: (connection, hub) => producers.get(`${connection}\n${hub}`),
    eventHubConsumer,
    close: async () => {
      cosmos.made().forEach((client) => client.dispose());
      await Promise.all(producers.made().map((producer) => producer.close()));
    },
  };
}
