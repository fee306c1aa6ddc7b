import { z } from 'zod';
import { missCharge } from './charges';
import type { Container } from './container';
import { badRequest, CosmosFault } from './fault';
import { openPartition, perform, requestKey } from './itemRequests';
import { operate, type Operation, type OperationResult } from './items';
import { parsePartitionKey } from './partitionKey';
import { isTrue, jsonBody, type Answer, type CosmosRequest } from './request';
import { etagOf } from './storedItem';
import type { Store } from './store';

const mostOperations = 100;

const operationSchema = z.object({
  operationType: z.enum(['Create', 'Upsert', 'Replace', 'Patch', 'Delete', 'Read']),
  id: z.string().optional(),
  // Checked as a document or a patch by the operation itself.
  resourceBody: z.custom<Operation['body']>(() => true).optional(),
  ifMatch: z.string().optional(),
  ifNoneMatch: z.string().optional(),
  partitionKey: z.string().optional(),
});
const batchSchema = z.array(operationSchema).min(1).max(mostOperations, `at most ${mostOperations} operations`);

type BatchItem = z.output<typeof operationSchema>;
type Outcome = OperationResult | CosmosFault;

const operationOf = ({ operationType, id, resourceBody, ifMatch, ifNoneMatch }: BatchItem): Operation => ({
  type: operationType,
  id,
  body: resourceBody,
  ifMatch,
  ifNoneMatch,
});

/** Stops an atomic batch: nothing of it is applied. */
class BatchRefused extends Error {
  override readonly name = 'BatchRefused';

  constructor(
    readonly at: number,
    readonly fault: CosmosFault,
  ) {
    super(fault.message);
  }
}

async function atomically(
  store: Store,
  container: Container,
  request: CosmosRequest,
  items: BatchItem[],
): Promise<Outcome[]> {
  const key = requestKey(request);
  try {
    return await store.commit((transaction) => {
      const partition = openPartition(store, container, key, transaction);
      return items.map((item, at) => {
        try {
          return operate(partition, operationOf(item));
        } catch (error) {
          throw error instanceof CosmosFault ? new BatchRefused(at, error) : error;
        }
      });
    });
  } catch (error) {
    if (!(error instanceof BatchRefused)) throw error;
    const dependent = new CosmosFault(424, 'FailedDependency', 'Another operation of the batch failed.');
    return items.map((_item, at) => (at === error.at ? error.fault : dependent));
  }
}

async function oneByOne(store: Store, container: Container, { partitionKey, ...item }: BatchItem): Promise<Outcome> {
  try {
    if (partitionKey === undefined) throw badRequest('Each operation of a bulk request needs a partitionKey.');
    return await perform(store, container, parsePartitionKey(partitionKey), operationOf(item));
  } catch (error) {
    if (error instanceof CosmosFault) return error;
    throw error;
  }
}

function outcomeParts(outcome: Outcome, minimal: boolean): (string | Buffer)[] {
  if (outcome instanceof CosmosFault) {
    const { status, substatus, message } = outcome;
    const charge = status === 424 ? 0 : missCharge;
    return [JSON.stringify({ statusCode: status, subStatusCode: substatus, requestCharge: charge, message })];
  }
  const { status, charge, item } = outcome;
  const etag = item ? `,"eTag":"\\${etagOf(item).slice(0, -1)}\\""` : '';
  const head = `{"statusCode":${status},"requestCharge":${Math.round(charge * 100) / 100}${etag}`;
  const withBody = item && status !== 304 && !minimal;
  return withBody ? [`${head},"resourceBody":`, item.text, '}'] : [`${head}}`];
}

/** Texts in a row; bytes, of which there may be megabytes, are copied once. */
function joined(parts: (string | Buffer)[]): Buffer {
  const chunks: Buffer[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    chunks.push(Buffer.from(text), part);
    text = '';
  }
  return Buffer.concat([...chunks, Buffer.from(text)]);
}

/** A transactional batch (all or nothing, in one partition) or a bulk request (each operation for itself). */
export async function answerBatch(store: Store, container: Container, request: CosmosRequest): Promise<Answer> {
  const parsed = batchSchema.safeParse(jsonBody(request));
  if (!parsed.success) throw badRequest(`The batch is invalid: ${z.prettifyError(parsed.error)}`);
  const items = parsed.data;
  const outcomes = isTrue(request, 'x-ms-cosmos-batch-atomic')
    ? await atomically(store, container, request, items)
    : await Promise.all(items.map((item) => oneByOne(store, container, item)));

  const minimal = request.header('prefer') === 'return=minimal';
  const parts = outcomes.flatMap((outcome, at) => {
    const quiet = minimal && items[at]?.operationType !== 'Read';
    return [at === 0 ? '[' : ',', ...outcomeParts(outcome, quiet)];
  });
  parts.push(']');
  const failed = outcomes.some((outcome) => outcome instanceof CosmosFault);
  const charge = outcomes.reduce(
    (sum, outcome) => sum + (outcome instanceof CosmosFault ? missCharge : outcome.charge),
    0,
  );
  return { status: failed ? 207 : 200, charge, body: joined(parts) };
}
