import { CosmosClient, type Container } from '@azure/cosmos';
import { BlobServiceClient } from '@azure/storage-blob';
import { storageConnection } from '../../../local/start/azurite';
import { unpackPage } from '../../../shared/core/ingest/pages';
import type { EventPage } from '../../../shared/model/eventPage';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';
import { identityOf, type Place } from './platform';

/** Reads the store with the public SDK, behind the platform's back. */
export function container(place: Place, name: string): Container {
  const client = new CosmosClient({
    endpoint: `http://127.0.0.1:${place.ports['cosmos']}/`,
    key: identityOf(place).cosmosKey,
  });
  return client.database('skywarden').container(name);
}

export async function storedPages(place: Place): Promise<EventPage[]> {
  return (await container(place, 'events').items.query<EventPage>('SELECT * FROM c', { maxItemCount: 100 }).fetchAll())
    .resources;
}

export async function storedEvents(place: Place): Promise<TelemetryEvent[]> {
  const events: TelemetryEvent[] = [];
  for (const page of await storedPages(place)) events.push(...(await unpackPage(page)));
  return events;
}

export interface QuarantineBlob {
  name: string;
  code: string;
  reason: string;
  raw: Buffer;
}

export async function quarantined(place: Place): Promise<QuarantineBlob[]> {
  const { blob = 0, queue = 0, table = 0 } = place.ports;
  const connection = storageConnection({ blob, queue, table });
  const blobs = BlobServiceClient.fromConnectionString(connection).getContainerClient('quarantine');
  const entries: QuarantineBlob[] = [];
  for await (const { name, metadata } of blobs.listBlobsFlat({ includeMetadata: true })) {
    const raw = await blobs.getBlobClient(name).downloadToBuffer();
    entries.push({ name, code: metadata?.['code'] ?? '', reason: metadata?.['reason'] ?? '', raw });
  }
  return entries;
}
