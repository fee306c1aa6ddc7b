import { removeLogReader, saveLogReader } from '../../flows/readers/saveLogReader';
import type { LogReaderDocument } from '../../model/documents/readers';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import { logReaderBody, sinceOf, sourceOf, workspaceOf } from '../logReaderBody';
import { logReaderRow, rowOf, stateOf } from '../logReaderRow';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const maxReaders = 100;
const namePattern = /^[\w-]{1,64}$/;

function nameOf({ param }: RequestContext): string {
  const name = param('readerName');
  if (namePattern.test(name)) return name;
  throw badRequest('InvalidResourceName', 'A name holds up to 64 letters, digits, underscores and hyphens.');
}

const answerOf = (status: number, document: LogReaderDocument, more: object = {}): Answer => ({
  status,
  body: { ...rowOf(document), ...more },
  headers: { etag: document._etag ?? '' },
});

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, await context.deps.ports.readers.readers(), ({ id }) => id);
  return pageAnswer(context, page.rows.map(rowOf), page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const { ports } = context.deps;
  const name = nameOf(context);
  const document = await ports.readers.reader(name);
  if (!document) throw notFound(`The log reader '${name}'`);
  const positions = await ports.readers.positions(name);
  return answerOf(200, document, { state: stateOf(document.reader, positions, ports.now()) });
}

async function put(context: RequestContext): Promise<Answer> {
  const name = nameOf(context);
  const body = readBody(context.request, logReaderBody);
  const source = sourceOf(context, body);
  const workspaceId = await workspaceOf(context, body);
  const { ports } = context.deps;
  if ((await ports.readers.readers()).length >= maxReaders && !(await ports.readers.reader(name)))
    throw new HttpError(409, 'TooManyLogReaders', `There may be ${maxReaders} log readers: remove one first.`);
  const { document, created } = await saveLogReader(ports, name, (stored) => {
    checkPreconditions(context.request, stored?._etag);
    const since = sinceOf(context, body, stored);
    return { workspaceId, reader: { name: stored?.reader.name ?? name, enabled: body.enabled, since, source } };
  });
  return answerOf(created ? 201 : 200, document);
}

async function remove(context: RequestContext): Promise<Answer> {
  await removeLogReader(context.deps.ports, nameOf(context), ({ _etag }) => checkPreconditions(context.request, _etag));
  return { status: 204 };
}

const collection = '/api/v1/logReaders';
const item = `${collection}/{readerName}`;

/** Readers bring in what belongs to no resource yet. */
const reading = { permission: 'read', on: 'home' } as const;
const writing = { permission: 'manageLogReaders', on: 'home' } as const;

export const noun: Noun = {
  type: 'logReaders',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List what is read from Log Analytics and storage accounts',
      access: reading,
      response: logReaderRow,
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a log reader and how far it is',
      access: reading,
      response: logReaderRow,
      handle: get,
    },
    {
      method: 'PUT',
      path: item,
      summary: 'Create or replace a log reader (Owner or Security Admin)',
      access: writing,
      response: logReaderRow,
      handle: put,
    },
    {
      method: 'DELETE',
      path: item,
      summary: 'Remove a log reader and its positions (Owner or Security Admin)',
      access: writing,
      handle: remove,
    },
  ],
};
