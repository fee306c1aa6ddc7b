import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import { fanOut, textOf } from '../typedData';
import type { WriteOutput } from './outputPorts';

const optionsSchema = z.object({
  connection: z.string(),
  databaseName: z.string(),
  containerName: z.string(),
  createIfNotExists: z.boolean().default(false),
  partitionKey: z.string().optional(),
});

/** Upserts one document for each item. */
export const cosmosOutput: WriteOutput = async (binding, data, { clients }) => {
  const { connection, databaseName, containerName, createIfNotExists, partitionKey } = optionsSchema.parse(binding);
  const client = clients.cosmos(connection);
  let container: Container = client.database(databaseName).container(containerName);
  if (createIfNotExists) {
    const { database } = await client.databases.createIfNotExists({ id: databaseName });
    const definition = { id: containerName, partitionKey: { paths: [partitionKey ?? '/id'] } };
    ({ container } = await database.containers.createIfNotExists(definition));
  }
  await Promise.all(fanOut(data).map((item) => container.items.upsert(JSON.parse(textOf(item)))));
};
