import { z } from 'zod';
import type { Json } from '../../shared/model/json';
import { queryCharge } from './charges';
import type { Container } from './container';
import { badRequest } from './fault';
import { checkSession } from './itemRequests';
import { parsePartitionKey } from './partitionKey';
import { readContinuation, writeContinuation } from './query/continuation';
import { checkOrderBy, isServedByIndex } from './query/indexUse';
import { narrow } from './query/narrow';
import type { ResultPage } from './query/page';
import { parseQuery } from './query/parse';
import { runQuery } from './query/run';
import { compileSelect } from './query/select';
import type { Select } from './query/syntax';
import { jsonBody, listBody, pageSize, type Answer, type CosmosRequest } from './request';
import { scanDocuments, type ScannedDocument } from './scan';
import type { Store } from './store';

const maximumBytes = 4 * 1024 * 1024;

const querySchema = z.object({
  query: z.string(),
  parameters: z
    .array(z.object({ name: z.string().regex(/^@/), value: z.custom<Json>(() => true).optional() }))
    .default([]),
});

function readQuery(request: CosmosRequest): { text: string; select: Select } {
  const parsed = querySchema.safeParse(jsonBody(request));
  if (!parsed.success) throw badRequest(`The query body is invalid: ${z.prettifyError(parsed.error)}`);
  const { query, parameters } = parsed.data;
  return { text: query, select: parseQuery(query, new Map(parameters.map(({ name, value }) => [name, value]))) };
}

function answerPage(page: ResultPage, text: string, list: { rid: string; name: string }, charge: number): Answer {
  const headers: Record<string, string> = { 'x-ms-item-count': String(page.texts.length) };
  if (page.next) headers['x-ms-continuation'] = writeContinuation(text, page.next);
  return { status: 200, charge, headers, body: listBody(list.rid, list.name, page.texts) };
}

/**
 * Answers the plan request that the SDK sends beside every query with a refusal: it then uses the query's own answer, which is
 * complete, as the endpoint executes every query whole over its one range.
 */
export const planRefusal: Answer = {
  status: 400,
  charge: 0,
  body: JSON.stringify({
    code: 'BadRequest',
    message: 'This endpoint executes queries whole: no query plan is needed.',
  }),
};

/** A query over the documents of a container; `queried` replaces the request's body for a plain listing. */
export async function answerQuery(
  store: Store,
  container: Container,
  request: CosmosRequest,
  queried: { text: string; select: Select } = readQuery(request),
): Promise<Answer> {
  checkSession(store, container, request);
  const { text, select } = queried;
  const { dropsMissing } = checkOrderBy(select, container.definition, container.indexing);
  const query = compileSelect(select, store.clock());
  const token = request.header('x-ms-continuation');
  const position = token ? readContinuation(text, token) : undefined;
  const header = request.header('x-ms-documentdb-partitionkey');
  const narrowing = narrow(select, container.keyPaths, header === undefined ? [] : parsePartitionKey(header));
  const inOrder = query.orderBy.length === 0 && !query.grouping && !select.distinct;
  const from = inOrder && position?.key !== undefined ? Buffer.from(position.key, 'base64url') : undefined;
  const documents = scanDocuments(store, container, narrowing, { now: Math.floor(store.clock() / 1000), from });
  const page = await runQuery(
    query,
    documents,
    { items: pageSize(request), bytes: maximumBytes, dropsMissing },
    position,
  );
  const loaded = isServedByIndex(select, container.indexing) ? page.charges.matched : page.charges.scanned;
  return answerPage(page, text, { rid: container.rid, name: 'Documents' }, queryCharge(loaded, page.texts.length));
}

/** `GET .../docs` without a feed header: all documents, page by page. */
export const answerListing = (store: Store, container: Container, request: CosmosRequest): Promise<Answer> =>
  answerQuery(store, container, request, { text: 'SELECT * FROM c', select: parseQuery('SELECT * FROM c', new Map()) });

/** A query over a list the endpoint holds in memory: databases, containers, offers. */
export async function answerListQuery(
  request: CosmosRequest,
  list: { rid: string; name: string; items: Json[] },
): Promise<Answer> {
  const { text, select } = readQuery(request);
  const query = compileSelect(select, 0);
  const token = request.header('x-ms-continuation');
  const position = token ? readContinuation(text, token) : undefined;
  async function* batches(): AsyncGenerator<ScannedDocument[]> {
    yield list.items.map((item, at) => ({
      key: Buffer.from(String(at).padStart(6, '0')),
      text: Buffer.from(JSON.stringify(item)),
    }));
  }
  const limits = { items: pageSize(request), bytes: maximumBytes, dropsMissing: false };
  const page = await runQuery(query, batches(), limits, position);
  return answerPage(page, text, list, 2);
}
