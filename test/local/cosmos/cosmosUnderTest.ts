import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient, type Container } from '@azure/cosmos';
import type { ContainerDefinition } from '../../../local/cosmos/definition';
import { startCosmos, type CosmosEndpoint, type CosmosOptions } from '../../../local/cosmos/startCosmos';

export const accountKey = Buffer.from('a key for tests only, not secret').toString('base64');

export const hashed = (id: string, path: string, more: Partial<ContainerDefinition> = {}): ContainerDefinition => ({
  id,
  partitionKey: { paths: [path], kind: 'Hash', version: 2 },
  ...more,
});

export const hierarchical = (
  id: string,
  paths: string[],
  more: Partial<ContainerDefinition> = {},
): ContainerDefinition => ({
  id,
  partitionKey: { paths, kind: 'MultiHash', version: 2 },
  ...more,
});

export interface CosmosUnderTest {
  endpoint: CosmosEndpoint;
  client: CosmosClient;
  folder: string;
  container(id: string): Container;
  stop(): Promise<void>;
}

/** The endpoint over a folder of its own, reached by the unmodified SDK. */
export async function cosmosUnderTest(
  containers: ContainerDefinition[],
  more: Partial<CosmosOptions> = {},
): Promise<CosmosUnderTest> {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'cosmos-'));
  const databases = [{ id: 'test', containers }];
  const endpoint = await startCosmos({ folder, port: 0, key: accountKey, databases, durable: false, ...more });
  const client = new CosmosClient(endpoint.connectionString);
  return {
    endpoint,
    client,
    folder,
    container: (id) => client.database('test').container(id),
    async stop() {
      client.dispose();
      await endpoint.stop();
      if (more.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
