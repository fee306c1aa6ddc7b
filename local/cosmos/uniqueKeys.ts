import { createHash } from 'node:crypto';
import type { JsonObject } from '../../shared/model/json';
import type { Container } from './container';
import { keyPrefix } from './documentKey';
import { visibleItem } from './documents';
import { conflict } from './fault';
import type { PartitionKey } from './partitionKey';
import { valueAt } from './propertyPath';
import type { Store } from './store';
import type { Transaction } from './transaction';

/** One key per unique key of the policy: they hold within a logical partition, and a missing value counts as null. */
function uniqueKeysOf(container: Container, partition: PartitionKey, document: JsonObject): Buffer[] {
  const prefix = keyPrefix(container.number, partition);
  return container.uniquePaths.map((paths, index) => {
    const values = paths.map((segments) => valueAt(document, segments) ?? null);
    return Buffer.concat([prefix, Buffer.from([index]), createHash('sha256').update(JSON.stringify(values)).digest()]);
  });
}

/** Gives up the unique keys of a document that is removed or rewritten. */
export function releaseUniqueKeys(
  store: Store,
  transaction: Transaction,
  container: Container,
  owner: { partition: PartitionKey; key: Buffer; document: JsonObject },
): void {
  for (const unique of uniqueKeysOf(container, owner.partition, owner.document)) {
    if (transaction.get(store.unique, unique)?.equals(owner.key)) transaction.remove(store.unique, unique);
  }
}

/** Takes the unique keys of a new version; 409 if another document that has not expired holds one. */
export function takeUniqueKeys(
  store: Store,
  transaction: Transaction,
  container: Container,
  owner: { partition: PartitionKey; key: Buffer; document: JsonObject; now: number },
): void {
  for (const unique of uniqueKeysOf(container, owner.partition, owner.document)) {
    const holder = transaction.get(store.unique, unique);
    const held =
      holder && !holder.equals(owner.key) && visibleItem(container, transaction.get(store.docs, holder), owner.now);
    if (held) throw conflict('Unique index constraint violation.');
    transaction.put(store.unique, unique, owner.key);
  }
}
