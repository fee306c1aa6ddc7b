import { CosmosClient, type Container } from '@azure/cosmos';
import type { Config } from '../../config';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

export type ContainerName =
  'events' | 'resources' | 'findings' | 'policies' | 'settings' | 'secrets' | 'runs' | 'profiles' | 'metrics';

export type Containers = (name: ContainerName) => Container;

/** One client per process, made on first use. Containers are never created here: an identity may not. */
export function cosmosContainers(config: Config): Containers {
  const database = once(() => clientOf(config).database(config.COSMOS_DATABASE));
  const known = new Map<ContainerName, Container>();
  return (name) => {
    const container = known.get(name) ?? database().container(name);
    known.set(name, container);
    return container;
  };
}

function clientOf({ cosmos }: Config): CosmosClient {
  const connectionPolicy = { requestTimeout: 10_000 };
  if (!('endpoint' in cosmos)) return new CosmosClient({ ...parse(cosmos.connectionString), connectionPolicy });
  return new CosmosClient({
    endpoint: cosmos.endpoint,
    aadCredentials: credentialOf(cosmos.clientId),
    connectionPolicy,
  });
}

function parse(connectionString: string): { endpoint: string; key: string } {
  const part = (name: string) => new RegExp(`${name}=([^;]+)`).exec(connectionString)?.[1];
  const [endpoint, key] = [part('AccountEndpoint'), part('AccountKey')];
  if (!endpoint || !key) throw new Error('The Cosmos connection string needs AccountEndpoint and AccountKey');
  return { endpoint, key };
}
