import type { JSONObject, OperationInput } from '@azure/cosmos';
import type { EventPage } from '../../model/eventPage';
import type { PageBatch, PageStore } from '../../flows/ports/pages';
import { writeBatch } from './batch';
import type { Containers } from './client';
import { all } from './list';
import { searchQuery } from './pageSearch';

/** A transactional batch holds at most 100 operations and 2 MB. */
const maxOperations = 100;
const maxBytes = 1_500_000;
/** Page partitions asked at once: several workspaces have several in each hour. */
const keysPerQuery = 200;
/** An answer of Cosmos holds 4 MB at most, whatever is asked for. */
const searchBatch = 100;

export function pageStore(containers: Containers): PageStore {
  const container = () => containers('events');
  return {
    async heldUpTo(pk) {
      const query = 'SELECT TOP 1 VALUE c["last"] FROM c WHERE c.pk = @pk ORDER BY c["last"] DESC';
      const [last] = await all<string>(container(), {
        query,
        parameters: [{ name: '@pk', value: pk }],
        partitionKey: pk,
      });
      return last;
    },

    async append(pages) {
      for (const batch of batchesOf(pages)) {
        const operations = batch.map((page): OperationInput => ({
          operationType: 'Create',
          resourceBody: page as unknown as JSONObject,
        }));
        await writeBatch(container(), batch[0]!.pk, operations);
      }
    },

    async *after(pks, position) {
      for (let at = 0; at < pks.length; at += keysPerQuery) {
        const keys = pks.slice(at, at + keysPerQuery).map((value, index) => ({ name: `@pk${index}`, value }));
        const query = {
          query: `SELECT * FROM c WHERE c.pk IN (${keys.map(({ name }) => name).join(', ')}) AND c["last"] > @position`,
          parameters: [...keys, { name: '@position', value: position }],
        };
        const iterator = container().items.query<EventPage>(query, { maxItemCount: 100 });
        for await (const { resources } of iterator.getAsyncIterator()) yield* resources;
      }
    },

    async *search(wanted, continuation) {
      const query = searchQuery(wanted);
      let next = continuation;
      do {
        const options = { maxItemCount: searchBatch, ...(next !== undefined && { continuationToken: next }) };
        const response = await container().items.query<EventPage>(query, options).fetchNext();
        next = response.continuationToken;
        const batch: PageBatch = { pages: response.resources ?? [], requestUnits: response.requestCharge };
        yield next ? { ...batch, continuation: next } : batch;
      } while (next);
    },
  };
}

function batchesOf(pages: EventPage[]): EventPage[][] {
  const batches: EventPage[][] = [];
  let bytes = Infinity;
  for (const page of pages) {
    const size = page.body.length + columnBytes(page);
    if (bytes + size > maxBytes || batches.at(-1)!.length >= maxOperations) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(page);
    bytes += size;
  }
  return batches;
}

/** Upper bound of what a page holds beside its body: three bytes for a character. */
function columnBytes({ hosts, users, addresses, sources }: EventPage): number {
  const texts = [hosts, users, addresses, sources].flat();
  return texts.reduce((sum, text) => sum + 3 * text.length + 3, 2_000);
}
