import { join } from 'node:path';
import containers from '../../infra/containers.json';
import { startCosmos } from '../cosmos/startCosmos';
import { startEventHubs } from '../eventhubs/startEventHubs';
import type { Part } from './part';

export interface ServicesSettings {
  data: string;
  cosmosPort: number;
  hubsPort: number;
  cosmosKey: string;
  hubKey: { name: string; key: string };
}

export interface ServicesFacts {
  cosmos: string;
  hubs: string;
}

/** Partition counts as Bicep sets them. */
const hubs = [
  { name: 'telemetry', partitionCount: 4 },
  { name: 'signals', partitionCount: 4 },
  { name: 'export', partitionCount: 4 },
];

/** Runs the Cosmos and the Event Hubs endpoint in one process. */
export async function startServices(settings: ServicesSettings): Promise<Part> {
  const { database, containers: definitions } = containers as unknown as {
    database: string;
    containers: Parameters<typeof startCosmos>[0]['databases'][number]['containers'];
  };
  const cosmos = await startCosmos({
    folder: join(settings.data, 'cosmos'),
    port: settings.cosmosPort,
    key: settings.cosmosKey,
    databases: [{ id: database, containers: definitions }],
  });
  const eventHubs = await startEventHubs({
    folder: join(settings.data, 'eventhubs'),
    port: settings.hubsPort,
    hubs,
    sharedAccessKey: settings.hubKey,
  });
  const facts: ServicesFacts = { cosmos: cosmos.connectionString, hubs: eventHubs.connectionString() };
  return {
    facts,
    answers: { charges: () => cosmos.charges(), hubs: () => eventHubs.stats() },
    stop: async () => void (await Promise.all([cosmos.stop(), eventHubs.stop()])),
  };
}
