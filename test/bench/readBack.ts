import { CosmosClient } from '@azure/cosmos';
import { unpackPage } from '../../shared/core/ingest/pages';
import type { EventPage } from '../../shared/model/eventPage';

export interface Stored {
  pages: number;
  events: number;
  distinct: number;
}

/** Reads every page with the public SDK and counts its events, and how many of their ids differ. */
export async function readBack(connectionString: string): Promise<Stored> {
  const container = new CosmosClient(connectionString).database('skywarden').container('events');
  const ids = new Set<string>();
  let [pages, events] = [0, 0];
  const iterator = container.items.query<EventPage>('SELECT * FROM c', { maxItemCount: 100 });
  for await (const { resources } of iterator.getAsyncIterator()) {
    for (const page of resources) {
      const held = await unpackPage(page);
      held.forEach(({ id }) => ids.add(id));
      pages += 1;
      events += held.length;
    }
  }
  return { pages, events, distinct: ids.size };
}
