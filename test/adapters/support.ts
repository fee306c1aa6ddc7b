import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import definition from '../../infra/containers.json';
import type { ContainerDefinition } from '../../local/cosmos/definition';
import { startCosmos } from '../../local/cosmos/startCosmos';
import type { Containers } from '../../shared/adapters/cosmos/client';

export interface CosmosForTests {
  containers: Containers;
  connectionString: string;
  stop(): Promise<void>;
}

/** Our Cosmos endpoint with the containers of the deployment, reached by the unmodified SDK. */
export async function startDeployedCosmos(): Promise<CosmosForTests> {
  const folder = mkdtempSync(join(tmpdir(), 'stores-'));
  const key = Buffer.from('a key for tests only, not secret').toString('base64');
  const databases = [{ id: definition.database, containers: definition.containers as ContainerDefinition[] }];
  const endpoint = await startCosmos({ folder, port: 0, key, databases, durable: false });
  const client = new CosmosClient(endpoint.connectionString);
  return {
    containers: (name) => client.database(definition.database).container(name),
    connectionString: endpoint.connectionString,
    async stop() {
      client.dispose();
      await endpoint.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All pages of a list, `top` rows at a time. */
export async function everything<T>(
  list: (options: { top: number; continuation?: string | undefined }) => Promise<{ items: T[]; continuation?: string }>,
  top: number,
): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let pages = 0;
  let continuation: string | undefined;
  do {
    const listed = await list({ top, continuation });
    items.push(...listed.items);
    pages += 1;
    continuation = listed.continuation;
  } while (continuation !== undefined);
  return { items, pages };
}
