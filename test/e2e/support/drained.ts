import { EventHubProducerClient } from '@azure/event-hubs';
import { setTimeout as pause } from 'node:timers/promises';
import { storageConnection } from '../../../local/start/azurite';
import { type HubStats, openWork } from '../../../local/start/settle';
import type { Place, RunningPlatform } from './platform';
import { container } from './store';

/** A change feed is polled every second and a queue every two. */
const quietMs = 5_000;

/** Waits until all that was sent is processed: hubs read to their ends, queues empty, and no finding written for a while. */
export async function drained(place: Place, platform: RunningPlatform, deadlineMs = 150_000): Promise<void> {
  const { blob = 0, queue = 0, table = 0 } = place.ports;
  const storage = storageConnection({ blob, queue, table });
  const hubs = ['telemetry', 'signals'].map((name) => new EventHubProducerClient(platform.endpoints.hubs, name));
  const findings = container(place, 'findings').items;
  const written = async () => (await findings.query<number>('SELECT VALUE COUNT(1) FROM c').fetchAll()).resources[0];
  const started = Date.now();
  let quietSince = started;
  let last: number | undefined;
  try {
    while (Date.now() - quietSince < quietMs) {
      const open = await openWork(Object.fromEntries(await Promise.all(hubs.map(endsOf))), storage);
      const now = await written();
      if (open !== undefined || now !== last) [quietSince, last] = [Date.now(), now];
      if (Date.now() - started > deadlineMs)
        throw new Error(`Not drained after ${deadlineMs / 1000} s: ${open ?? 'findings are still written'}`);
      await pause(250);
    }
  } finally {
    await Promise.all(hubs.map((hub) => hub.close()));
  }
}

async function endsOf(hub: EventHubProducerClient): Promise<[string, HubStats[string]]> {
  const ids = (await hub.getPartitionIds()).sort((a, b) => Number(a) - Number(b));
  const properties = await Promise.all(ids.map((id) => hub.getPartitionProperties(id)));
  const partitions = properties.map(({ lastEnqueuedSequenceNumber }) => ({ lastSequence: lastEnqueuedSequenceNumber }));
  return [hub.eventHubName, { partitions }];
}
