import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { removeFeed, saveFeed } from '../../flows/intel/saveFeed';
import { uploadIndicators } from '../../flows/intel/uploadIndicators';
import type { IntelFeedDocument } from '../../model/intelDocuments';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError, notFound } from '../httpError';
import { draftOf, intelFeedBody } from '../intelFeedBody';
import { indexRowOf, intelFeedRow, intelIndexRow, rowOf, uploadAnswer } from '../intelFeedRow';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { told } from '../told';

const maxFeeds = 100;
const namePattern = /^[\w-]{1,64}$/;
/** Of what was taken and of what was not, in the answer to an upload. */
const [maxExamples, maxRejected] = [20, 100];

function nameOf({ param }: RequestContext): string {
  const name = param('feedName');
  if (namePattern.test(name)) return name;
  throw badRequest('InvalidResourceName', 'A name holds up to 64 letters, digits, underscores and hyphens.');
}

async function feedOf(context: RequestContext): Promise<IntelFeedDocument> {
  const name = nameOf(context);
  const document = await context.deps.ports.intel.feed(name);
  if (!document) throw notFound(`The feed '${name}'`);
  return document;
}

async function answerOf({ deps }: RequestContext, status: number, document: IntelFeedDocument): Promise<Answer> {
  const { intel } = deps.ports;
  const [state, build] = await Promise.all([intel.state(document.feed.name), intel.build()]);
  return { status, body: rowOf(document, state, build), headers: { etag: document._etag ?? '' } };
}

async function list(context: RequestContext): Promise<Answer> {
  const { intel } = context.deps.ports;
  const [feeds, states, build] = await Promise.all([intel.feeds(), intel.states(), intel.build()]);
  const page = pageOf(context, feeds, ({ id }) => id);
  const rows = page.rows.map((document) =>
    rowOf(
      document,
      states.find(({ feed }) => feed === document.feed.name),
      build,
    ),
  );
  return pageAnswer(context, rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  return answerOf(context, 200, await feedOf(context));
}

async function index(context: RequestContext): Promise<Answer> {
  return { status: 200, body: indexRowOf(await context.deps.ports.intel.build()) };
}

async function put(context: RequestContext): Promise<Answer> {
  const name = nameOf(context);
  const body = readBody(context.request, intelFeedBody);
  const { ports, newId, workspaceId } = context.deps;
  const feeds = await ports.intel.feeds();
  if (feeds.length >= maxFeeds && !(await ports.intel.feed(name)))
    throw new HttpError(409, 'TooManyFeeds', `There may be ${maxFeeds} feeds: remove one first.`);
  const { document, created } = await saveFeed({ ports, newId, workspaceId }, name, (stored, secretId, etag) => {
    checkPreconditions(context.request, etag);
    return draftOf(context, name, body, stored, secretId);
  });
  return answerOf(context, created ? 201 : 200, document);
}

async function remove(context: RequestContext): Promise<Answer> {
  await removeFeed(context.deps.ports, nameOf(context), ({ _etag }) => checkPreconditions(context.request, _etag));
  return { status: 204 };
}

const upload =
  (replace: boolean) =>
  async (context: RequestContext): Promise<Answer> => {
    const document = await feedOf(context);
    if (document.feed.url !== undefined)
      throw new HttpError(409, 'FeedIsPulled', 'This feed is pulled from its url: upload to a feed without one.');
    const { body } = context.request;
    if (!isUtf8(body)) throw badRequest('InvalidRequestContent', 'The list must be text in UTF-8.');
    const preview = context.query.get('preview')?.toLowerCase() === 'true';
    const text = body.toString('utf8');
    const given = { text, replace, preview };
    const { items, rejected } = await told(() => uploadIndicators(context.deps.ports, document, given));
    const indicators = items.flatMap((item) => item.indicators);
    return {
      status: 200,
      body: {
        preview,
        accepted: indicators.length + items.reduce((sum, item) => sum + (item.list?.list.length ?? 0), 0),
        examples: indicators.slice(0, maxExamples).map(({ type, value }) => ({ type, value })),
        rejectedCount: rejected.length,
        rejected: rejected.slice(0, maxRejected).map(({ line, reason }) => ({ line, reason })),
      },
    };
  };

const collection = '/api/v1/intelFeeds';
const item = `${collection}/{feedName}`;
const previewQuery = z.object({ preview: z.enum(['true', 'false']).optional() });

/** Feeds decide what is detected anywhere. */
const reading = { permission: 'read', on: 'home' } as const;
const writing = { permission: 'manageIntelFeeds', on: 'home' } as const;

export const noun: Noun = {
  type: 'intelFeeds',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List feeds of threat intelligence and where they stand',
      access: reading,
      response: intelFeedRow,
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: '/api/v1/intelIndex',
      summary: 'Tell what the index of threat intelligence in use was built of',
      access: reading,
      response: intelIndexRow,
      handle: index,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a feed and where it stands',
      access: reading,
      response: intelFeedRow,
      handle: get,
    },
    {
      method: 'PUT',
      path: item,
      summary: 'Create or replace a feed (Owner or Security Admin)',
      access: writing,
      response: intelFeedRow,
      handle: put,
    },
    {
      method: 'DELETE',
      path: item,
      summary: 'Remove a feed with all it holds (Owner or Security Admin)',
      access: writing,
      handle: remove,
    },
    {
      method: 'PUT',
      path: `${item}/indicators`,
      summary: 'Upload a list in the format of its feed, instead of what it holds (Owner or Security Admin)',
      access: writing,
      query: previewQuery,
      response: uploadAnswer,
      handle: upload(true),
    },
    {
      method: 'POST',
      path: `${item}/indicators`,
      summary: 'Upload a list in the format of its feed, beside what it holds (Owner or Security Admin)',
      access: writing,
      query: previewQuery,
      response: uploadAnswer,
      handle: upload(false),
    },
  ],
};
