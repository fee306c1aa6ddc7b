import { EventHubProducerClient, RetryMode } from '@azure/event-hubs';

export interface HubAddress {
  connection?: string | undefined;
  /** `<name>.servicebus.windows.net`, used with the identity of the machine when there is no connection string. */
  namespace?: string | undefined;
  hub: string;
}

/** The SDK's own defaults wait 30 s between attempts, so that a short outage of the hub looks like a hang. */
const retryOptions = {
  mode: RetryMode.Exponential,
  maxRetries: 5,
  retryDelayInMs: 500,
  maxRetryDelayInMs: 10_000,
  timeoutInMs: 15_000,
};

export async function openProducer({ connection, namespace, hub }: HubAddress): Promise<EventHubProducerClient> {
  if (connection !== undefined) {
    // The SDK refuses a hub name beside a connection string that names another one.
    return /(?:^|;)\s*EntityPath=/i.test(connection)
      ? new EventHubProducerClient(connection, { retryOptions })
      : new EventHubProducerClient(connection, hub, { retryOptions });
  }
  if (namespace === undefined) throw new Error('neither a connection string nor a namespace is given');
  // Loaded only here: most of the start-up time would be spent on it.
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new EventHubProducerClient(namespace, hub, new DefaultAzureCredential(), { retryOptions });
}

/** `close` waits for a hub that cannot be reached: give up after `milliseconds`. */
export async function closeProducer(producer: Pick<EventHubProducerClient, 'close'>, milliseconds = 5_000) {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([producer.close(), deadline]);
  clearTimeout(timer);
}
