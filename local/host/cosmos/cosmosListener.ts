import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import type { Listener } from '../listener';
import { feedOptionsSchema } from './feedOptions';
import { type FeedReader, createFeedReader } from './feedReader';
import { createLease } from './leaseStore';

const partitionKeyRanges = z.array(
  z.object({ id: z.string(), minInclusive: z.string(), maxExclusive: z.string() }).loose(),
);

/** Reads the change feed of one container for one function, one reader for each feed range. */
export function createCosmosListener(definition: FunctionDefinition, host: HostContext): Listener {
  const options = feedOptionsSchema.parse(definition.trigger);
  if (options.startFromBeginning && options.startFromTime !== undefined) {
    throw new Error(`function ${definition.name}: startFromBeginning and startFromTime exclude each other`);
  }
  const client = host.clients.cosmos(options.connection);
  const container = client.database(options.databaseName).container(options.containerName);
  let readers: FeedReader[] = [];

  async function leaseContainer(): Promise<Container> {
    const connection = host.clients.cosmos(options.leaseConnection ?? options.connection);
    const database = connection.database(options.leaseDatabaseName ?? options.databaseName);
    if (!options.createLeaseContainerIfNotExists) return database.container(options.leaseContainerName);
    const wanted = { id: options.leaseContainerName, partitionKey: { paths: ['/id'] } };
    return (await database.containers.createIfNotExists(wanted)).container;
  }

  async function createReaders(): Promise<FeedReader[]> {
    const [leases, database, monitored, endpoint] = await Promise.all([
      leaseContainer(),
      client.database(options.databaseName).read(),
      container.read(),
      client.getReadEndpoint(),
    ]);
    const ranges = partitionKeyRanges.parse((await container.readPartitionKeyRanges().fetchAll()).resources);
    const feedRanges = await container.getFeedRanges();
    const resource = `${new URL(endpoint).hostname}_${database.resource?._rid}_${monitored.resource?._rid}`;
    return ranges.map((range) => {
      const feedRange = feedRanges.find(({ minInclusive }) => minInclusive === range.minInclusive);
      const lease = createLease({
        container: leases,
        id: `${options.leaseContainerPrefix}${resource}..${range.id}`,
        ownerId: host.ownerId,
        expiration: options.leaseExpirationInterval,
        description: {
          LeaseToken: range.id,
          version: 0,
          FeedRange: { Range: { min: range.minInclusive, max: range.maxExclusive } },
          Mode: 'Incremental Feed',
          properties: {},
        },
      });
      return createFeedReader({ definition, host, options, container, lease, feedRange });
    });
  }

  return {
    start: async () => {
      if (readers.length === 0) readers = await createReaders();
      readers.forEach((reader) => reader.start());
    },
    stop: async () => void (await Promise.all(readers.map((reader) => reader.stop()))),
    idle: async () => (await Promise.all(readers.map((reader) => reader.idle()))).every(Boolean),
    wake: () => readers.forEach((reader) => reader.wake()),
  };
}
