import type { Json, JsonObject } from '../../shared/model/json';
import { createCharge, missCharge, readCharge } from './charges';
import type { Container } from './container';
import { keyOfId } from './documentKey';
import { isExpired, putDocument, takeLsn } from './documents';
import { badRequest, conflict, notFound, preconditionFailed, tooLarge } from './fault';
import { countIndexedValues } from './indexing';
import { itemBody } from './itemBody';
import type { PartitionKey } from './partitionKey';
import { patchDocument } from './patch';
import { removeDocument } from './removal';
import { decodeItem, etagOf, type StoredItem } from './storedItem';
import type { Store } from './store';
import type { Transaction } from './transaction';
import { releaseUniqueKeys, takeUniqueKeys } from './uniqueKeys';

/** One operation on one document; `body` is the document, or the patch of a Patch. */
export interface Operation {
  type: 'Create' | 'Upsert' | 'Replace' | 'Patch' | 'Delete' | 'Read';
  id?: string | undefined;
  body?: Json | undefined;
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
}

export interface OperationResult {
  status: number;
  charge: number;
  item?: StoredItem;
}

/** Where operations take place: one logical partition in one transaction. */
export interface Partition {
  store: Store;
  transaction: Transaction;
  container: Container;
  key: PartitionKey;
  /** Common start of the store keys of its documents. */
  prefix: Buffer;
  /** Seconds since 1970. */
  now: number;
  /** Position of this transaction, taken with its first write. */
  lsn?: number;
  /** Writes so far in this transaction. */
  writes: number;
}

const maximumItemBytes = 2 * 1024 * 1024;
const missing = (id: string) => notFound(`Entity with the specified id does not exist in the system: ${id}`);
const matches = (wanted: string | undefined, item: StoredItem) => wanted === '*' || wanted === etagOf(item);

function checkIfMatch(operation: Operation, item: StoredItem): void {
  if (operation.ifMatch !== undefined && !matches(operation.ifMatch, item)) {
    throw preconditionFailed('Operation cannot be performed because one of the specified precondition is not met.');
  }
}

const parse = (item: StoredItem) => JSON.parse(item.text.toString()) as JsonObject;

/** Where an operation finds its document: `stored` is what the key holds, `item` the same unless it has expired. */
interface Place {
  key: Buffer;
  stored: StoredItem | undefined;
  item: StoredItem | undefined;
}

function place(at: Partition, id: string): Place {
  const key = keyOfId(at.prefix, id);
  const bytes = at.transaction.get(at.store.docs, key);
  const stored = bytes && decodeItem(bytes);
  return { key, stored, item: stored && !isExpired(at.container, stored, at.now) ? stored : undefined };
}

function write(at: Partition, { key, stored, item: previous }: Place, body: JsonObject): OperationResult {
  const { store, transaction, container, now } = at;
  const indexedValues = countIndexedValues(container.indexing, body);
  if (container.uniquePaths.length > 0) {
    if (stored) releaseUniqueKeys(store, transaction, container, { partition: at.key, key, document: parse(stored) });
    takeUniqueKeys(store, transaction, container, { partition: at.key, key, document: body, now });
  }
  at.lsn ??= takeLsn(store, transaction, container);
  const version = { key, body, lsn: at.lsn, sequence: at.writes++, now, stored, kept: previous !== undefined };
  const item = putDocument(store, transaction, container, version);
  if (item.text.length > maximumItemBytes)
    throw tooLarge('Request size is too large: an item holds at most 2 MB of JSON.');
  const charge = createCharge(item.text.length, indexedValues);
  return { status: previous ? 200 : 201, charge: previous ? 2 * charge : charge, item };
}

function remove(at: Partition, key: Buffer, item: StoredItem): OperationResult {
  removeDocument(at.store, at.transaction, at.container, key, item);
  return {
    status: 204,
    charge: createCharge(item.text.length, countIndexedValues(at.container.indexing, parse(item))),
  };
}

function read(operation: Operation, item: StoredItem): OperationResult {
  if (operation.ifNoneMatch !== undefined && matches(operation.ifNoneMatch, item))
    return { status: 304, charge: missCharge, item };
  return { status: 200, charge: readCharge(item.text.length), item };
}

/** Performs one operation inside the partition's transaction; throws a CosmosFault if it is refused. */
export function operate(at: Partition, operation: Operation): OperationResult {
  const { container } = at;
  if (at.key.length !== container.keyPaths.length) {
    if (operation.type === 'Read') throw missing(operation.id ?? '');
    throw badRequest(
      'Partition key provided either does not correspond to the definition of the container or is incomplete.',
      1001,
    );
  }
  const creates = operation.type === 'Create' || operation.type === 'Upsert';
  const body = creates || operation.type === 'Replace' ? itemBody(container, at.key, operation.body) : undefined;
  const id = (creates ? body?.id : operation.id) ?? '';
  if (body && body.id !== id) throw badRequest('The id of the document differs from the id of the request.');
  const found = place(at, id);
  const { key, item } = found;

  if (operation.type === 'Create' && item) throw conflict('Entity with the specified id already exists in the system.');
  if (operation.type === 'Upsert' && item && operation.ifNoneMatch === '*')
    throw preconditionFailed('The item exists already.');
  if (body && creates && !item) {
    if (operation.ifMatch !== undefined) throw preconditionFailed('The item that If-Match names does not exist.');
    return write(at, found, body);
  }
  if (!item) throw missing(id);
  if (operation.type === 'Read') return read(operation, item);
  checkIfMatch(operation, item);
  if (operation.type === 'Delete') return remove(at, key, item);
  if (operation.type !== 'Patch') return write(at, found, body ?? {});
  const patched = itemBody(container, at.key, patchDocument(parse(item), operation.body));
  if (patched.id !== id) throw badRequest('A patch must not change the id.');
  return write(at, found, patched);
}
