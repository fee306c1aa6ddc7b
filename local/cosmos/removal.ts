import type { JsonObject } from '../../shared/model/json';
import type { Container } from './container';
import { containerPrefix, endOfPrefix, keyPrefix } from './documentKey';
import { documentKeyOfTtlKey, expiredEntries, forget, isExpired } from './documents';
import { partitionKeyOf, type PartitionKey } from './partitionKey';
import { decodeItem, type StoredItem } from './storedItem';
import type { Store } from './store';
import type { Transaction } from './transaction';
import { releaseUniqueKeys } from './uniqueKeys';

// So many documents per commit, so that a large removal does not hold up other writers.
const perCommit = 500;

/** Removes a document with its feed entry, expiry and unique keys. */
export function removeDocument(
  store: Store,
  transaction: Transaction,
  container: Container,
  key: Buffer,
  item: StoredItem,
): void {
  if (container.uniquePaths.length > 0) {
    const document = JSON.parse(item.text.toString()) as JsonObject;
    releaseUniqueKeys(store, transaction, container, {
      partition: partitionKeyOf(document, container.keyPaths),
      key,
      document,
    });
  }
  forget(store, transaction, container, key, item);
  transaction.remove(store.docs, key);
}

/** Removes all documents of a logical partition; answers how many and their bytes. */
export async function removePartition(
  store: Store,
  container: Container,
  key: PartitionKey,
): Promise<{ removed: number; bytes: number }> {
  const start = keyPrefix(container.number, key);
  const sum = { removed: 0, bytes: 0 };
  for (let more = true; more;) {
    const count = await store.commit((transaction) => {
      const entries = [...store.docs.getRange({ start, end: endOfPrefix(start), limit: perCommit })];
      for (const entry of entries) {
        removeDocument(store, transaction, container, entry.key, decodeItem(entry.value));
        sum.bytes += entry.value.length;
      }
      return entries.length;
    });
    sum.removed += count;
    more = count === perCommit;
  }
  return sum;
}

/** Removes what a deleted container left in the store; can be repeated after a crash. */
export async function removeContainerData(store: Store, containerNumber: number): Promise<void> {
  const start = containerPrefix(containerNumber);
  for (const table of [store.docs, store.feed, store.unique]) {
    for (let more = true; more;) {
      more = await store.commit((transaction) => {
        const keys = [...table.getKeys({ start, end: endOfPrefix(start), limit: perCommit })];
        for (const key of keys) transaction.remove(table, key);
        return keys.length === perCommit;
      });
    }
  }
}

/** One step of the background sweep: removes up to 500 documents that have expired; answers whether there may be more. */
export function sweepExpired(store: Store, containerOf: (number: number) => Container | undefined): Promise<boolean> {
  const now = Math.floor(store.clock() / 1000);
  return store.commit((transaction) => {
    const entries = [...store.ttl.getKeys({ ...expiredEntries(now), limit: perCommit })];
    for (const entry of entries) {
      const key = documentKeyOfTtlKey(entry);
      const container = containerOf(key.readUInt32BE(0));
      const bytes = container && transaction.get(store.docs, key);
      const item = bytes && decodeItem(bytes);
      if (container && item && isExpired(container, item, now))
        removeDocument(store, transaction, container, key, item);
      // An entry of an earlier ttl policy or of a deleted container has no document that expires with it.
      transaction.remove(store.ttl, entry);
    }
    return entries.length === perCommit;
  });
}
