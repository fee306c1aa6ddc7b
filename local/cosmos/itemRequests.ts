import { createCharge } from './charges';
import type { Container } from './container';
import { keyPrefix } from './documentKey';
import { currentLsn } from './documents';
import { badRequest, CosmosFault } from './fault';
import { operate, type Operation, type OperationResult, type Partition } from './items';
import { parsePartitionKey, type PartitionKey } from './partitionKey';
import { removePartition } from './removal';
import { isTrue, jsonBody, type Answer, type CosmosRequest } from './request';
import { etagOf } from './storedItem';
import type { Store } from './store';
import { beginTransaction, type Transaction } from './transaction';

export function requestKey(request: CosmosRequest): PartitionKey {
  const header = request.header('x-ms-documentdb-partitionkey');
  if (header === undefined) throw badRequest('The request needs the header x-ms-documentdb-partitionkey.');
  return parsePartitionKey(header);
}

/** `0:-1#<lsn>`: a caller that has seen a later state than this is told to come again. */
export function checkSession(store: Store, container: Container, request: CosmosRequest): void {
  const seen = /#(\d+)$/.exec(request.header('x-ms-session-token') ?? '')?.[1];
  if (seen === undefined || Number(seen) <= currentLsn(store, container)) return;
  throw new CosmosFault(404, 'NotFound', 'The read session is not available for the input session token.', 1002);
}

export const openPartition = (
  store: Store,
  container: Container,
  key: PartitionKey,
  transaction: Transaction,
): Partition => ({
  store,
  transaction,
  container,
  key,
  prefix: keyPrefix(container.number, key),
  now: Math.floor(store.clock() / 1000),
  writes: 0,
});

/** Performs one operation: a read at once, a write in the next commit. */
export function perform(
  store: Store,
  container: Container,
  key: PartitionKey,
  operation: Operation,
): Promise<OperationResult> {
  const run = (transaction: Transaction) => operate(openPartition(store, container, key, transaction), operation);
  return operation.type === 'Read' ? Promise.resolve().then(() => run(beginTransaction())) : store.commit(run);
}

function answerOf({ status, charge, item }: OperationResult): Answer {
  if (!item) return { status, charge };
  return { status, charge, headers: { etag: etagOf(item) }, body: status === 304 ? undefined : item.text };
}

const documentTypes: Record<string, Operation['type']> = {
  GET: 'Read',
  PUT: 'Replace',
  PATCH: 'Patch',
  DELETE: 'Delete',
};

/** `POST .../docs` without query or batch headers, and every method on `.../docs/ID`. */
export async function answerItem(
  store: Store,
  container: Container,
  request: CosmosRequest,
  id: string | undefined,
): Promise<Answer> {
  const created = isTrue(request, 'x-ms-documentdb-is-upsert') ? 'Upsert' : 'Create';
  const type = id === undefined ? created : documentTypes[request.method];
  if (type === undefined) throw new CosmosFault(405, 'MethodNotAllowed', `A document does not take ${request.method}.`);
  if (type === 'Read') checkSession(store, container, request);
  const hasBody = type !== 'Read' && type !== 'Delete';
  const operation: Operation = {
    type,
    id,
    body: hasBody ? jsonBody(request) : undefined,
    ifMatch: request.header('if-match'),
    ifNoneMatch: request.header('if-none-match'),
  };
  return answerOf(await perform(store, container, requestKey(request), operation));
}

/** `POST .../operations/partitionkeydelete`. */
export async function answerKeyRemoval(store: Store, container: Container, request: CosmosRequest): Promise<Answer> {
  const { removed, bytes } = await removePartition(store, container, requestKey(request));
  return { status: 200, charge: removed === 0 ? 1 : createCharge(bytes, 2 * removed), body: '' };
}
