import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { archivedPages } from '../../flows/archivedPages';
import { archiveLimits, searchEvents, searchLimits, type SearchResult } from '../../flows/searchEvents';
import { Rejected } from '../../model/rejected';
import { authorizationFailed } from '../access';
import { badRequest } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';
import { eventReader } from '../eventReader';
import { visibleWorkspace } from '../workspaces';

const instant = z.iso.datetime({ offset: true });
const bodySchema = z.strictObject({
  query: z.string().max(10_000),
  from: instant.optional(),
  to: instant.optional(),
  top: z.int().min(1).max(10_000).default(1_000),
  continuation: z.string().max(16_384).optional(),
  archive: z.boolean().default(false),
  lateHours: z
    .int()
    .min(0)
    .max(24 * 31)
    .default(6),
});
type Body = z.infer<typeof bodySchema>;

const answerSchema = z.object({
  columns: z.array(
    z.object({ name: z.string(), type: z.enum(['bool', 'real', 'string', 'datetime', 'timespan', 'dynamic']) }),
  ),
  rows: z.array(z.array(z.unknown())).meta({ description: 'Values in the order of the columns' }),
  from: z.string().meta({ description: 'The times searched (ISO 8601, UTC)' }),
  to: z.string(),
  continuation: z.string().optional().meta({ description: 'Send it with the same query for the next rows' }),
  limits: z
    .array(z.enum(['pages', 'events', 'time', 'rowsHeld', 'rowsMade']))
    .meta({ description: 'What cut the answer short; empty when it is complete' }),
  warnings: z.array(z.string()),
  statistics: z.object({
    pagesRead: z.number().int(),
    eventsScanned: z.number().int(),
    requestUnits: z.number(),
    milliseconds: z.number(),
  }),
});

async function query(context: RequestContext): Promise<Answer> {
  const workspaceId = context.param('workspaceId');
  const { caller, deps } = context;
  if (!caller.hasRole) throw authorizationFailed(caller.principal, 'read', `/workspaces/${workspaceId.slice(0, 64)}`);
  const { id } = await visibleWorkspace(context);
  const body = readBody(context.request, bodySchema);
  const mayRead = await eventReader(deps.ports.settings, caller, id, deps.workspaceId);
  const scope = { workspaceId: id, mayRead };
  const { continuation, ...result } = await run(context, body, scope);
  return {
    status: 200,
    body: { ...result, ...(continuation !== undefined && { continuation: seal(context, body, continuation) }) },
  };
}

async function run(
  context: RequestContext,
  body: Body,
  scope: Parameters<typeof searchEvents>[1],
): Promise<SearchResult> {
  const date = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));
  try {
    const { ports } = context.deps;
    const request = {
      query: body.query,
      from: date(body.from),
      to: date(body.to),
      top: body.top,
      continuation: body.continuation === undefined ? undefined : open(context, body, body.continuation),
    };
    if (!body.archive) return await searchEvents(ports, scope, request, searchLimits);
    return await searchEvents(
      { now: () => ports.now(), pages: archivedPages(ports, body.lateHours) },
      scope,
      request,
      archiveLimits,
    );
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, error.message);
    throw error;
  }
}

const seal = (context: RequestContext, body: Body, mark: string): string =>
  `${Buffer.from(mark).toString('base64url')}.${signature(context, body, mark).toString('base64url')}`;

function open(context: RequestContext, body: Body, token: string): string {
  const [sealed = '', given = ''] = token.split('.');
  const mark = Buffer.from(sealed, 'base64url').toString();
  const [one, other] = [Buffer.from(given, 'base64url'), signature(context, body, mark)];
  if (one.length === other.length && timingSafeEqual(one, other)) return mark;
  throw badRequest('InvalidContinuation', 'The continuation was not issued for this query: start again without it.');
}

/** Binds a continuation to the query, its times, the caller and what the caller may read. */
function signature(
  { caller, deps, param }: RequestContext,
  { query: text, from, to, archive, lateHours }: Body,
  mark: string,
): Buffer {
  const bound = [
    'query',
    param('workspaceId'),
    text,
    from,
    to,
    archive,
    lateHours,
    caller.principal.oid,
    caller.readable(''),
    mark,
  ];
  return createHmac('sha256', deps.pageKey).update(JSON.stringify(bound)).digest();
}

export const noun: Noun = {
  type: 'query',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/workspaces/{workspaceId}/query',
      summary: 'Search stored events with a subset of KQL (docs/query.md)',
      access: 'anyone',
      response: answerSchema,
      handle: query,
    },
  ],
};
