import { EventHubProducerClient, RetryMode, type EventHubClientOptions } from '@azure/event-hubs';
import { clouds, type CloudName } from '../shared/core/ingest/door/clouds';
import { readConnectionFile } from './connection';
import { webSocketOf } from './webSocket/webSocketOf';

export interface HubAddress {
  connection?: string | undefined;
  /** File with the connection string, read each time a producer is opened: a new key needs no restart. */
  connectionFile?: string | undefined;
  /** `<name>` or `<name>.servicebus.windows.net`, used with the identity of the machine when there is no connection string. */
  namespace?: string | undefined;
  hub: string;
  /** Where a namespace without a domain lies, and who signs its tokens; default Public. */
  cloud?: CloudName | undefined;
  /** Folder of systemd's credentials. */
  credentials?: string | undefined;
  /** AMQP inside a WebSocket over port 443 instead of AMQP over 5671. */
  websockets?: boolean | undefined;
  proxy?: string | undefined;
  noProxy?: string | undefined;
  /** Attempts after the first one; default 5. */
  retries?: number | undefined;
}

/** The SDK's own defaults wait 30 s between attempts, so that a short outage of the hub looks like a hang. */
const retryOptions = {
  mode: RetryMode.Exponential,
  maxRetries: 5,
  retryDelayInMs: 500,
  maxRetryDelayInMs: 10_000,
  timeoutInMs: 15_000,
};

export async function openProducer(address: HubAddress): Promise<EventHubProducerClient> {
  const { namespace, hub } = address;
  const options = optionsOf(address);
  const connection = address.connectionFile
    ? readConnectionFile(address.connectionFile, address.credentials)
    : address.connection;
  if (connection !== undefined) {
    // The SDK refuses a hub name beside a connection string that names another one.
    return /(?:^|;)\s*EntityPath=/i.test(connection)
      ? new EventHubProducerClient(connection, options)
      : new EventHubProducerClient(connection, hub, options);
  }
  if (namespace === undefined) throw new Error('neither a connection string nor a namespace is given');
  // Loaded only here: most of the start-up time would be spent on it.
  const { DefaultAzureCredential } = await import('@azure/identity');
  const { login, eventHubs } = clouds[address.cloud ?? 'Public'];
  // Without the option the SDK reads AZURE_AUTHORITY_HOST.
  const credential = new DefaultAzureCredential(address.cloud === 'USGov' ? { authorityHost: login } : {});
  const host = namespace.includes('.') ? namespace : `${namespace}.${eventHubs}`;
  return new EventHubProducerClient(host, hub, credential, options);
}

const optionsOf = ({ websockets, retries, ...proxy }: HubAddress): EventHubClientOptions => ({
  retryOptions: { ...retryOptions, ...(retries !== undefined && { maxRetries: retries }) },
  ...(websockets && { webSocketOptions: { webSocket: webSocketOf(proxy) } }),
});

/** `close` waits for a hub that cannot be reached: give up after `milliseconds`. */
export async function closeProducer(producer: Pick<EventHubProducerClient, 'close'>, milliseconds = 5_000) {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([producer.close(), deadline]);
  clearTimeout(timer);
}
