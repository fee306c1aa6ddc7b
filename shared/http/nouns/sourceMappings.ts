import { z } from 'zod';
import { sourceMappingKey } from '../../core/documentIds';
import { previewMapping } from '../../core/ingest/mapping/previewMapping';
import { untilSaved } from '../../flows/untilSaved';
import { type SourceMapping, type SourceMappingDocument, sourceMappingSchema } from '../../model/sourceMapping';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { administeredWorkspace, visibleWorkspace } from '../workspaces';

const maxMappings = 100;
const maxSampleBytes = 256 * 1024;
const maxPreviewed = 20;

const rowSchema = sourceMappingSchema.extend({ name: z.string(), updatedAt: z.string(), updatedBy: z.string() });
const previewBody = z.strictObject({
  mapping: sourceMappingSchema,
  sample: z
    .json()
    .refine((value) => value !== null && value !== '', 'is a body as the sender puts it on the hub: JSON, or its text'),
});
const previewAnswer = z.object({
  events: z.array(
    z.looseObject({
      source: z.string(),
      mapped: z.boolean().meta({ description: 'False when another source knows the record, or nothing matches' }),
      time: z.string(),
      timeOrigin: z.enum(['record', 'enqueued']),
      resourceId: z.string(),
    }),
  ),
  unreadable: z.array(z.object({ code: z.string(), reason: z.string() })),
});

const rowOf = ({ mapping, updatedAt, updatedBy }: SourceMappingDocument): object => ({
  ...mapping,
  updatedAt,
  updatedBy,
});

const answerOf = (status: number, document: SourceMappingDocument): Answer => ({
  status,
  body: rowOf(document),
  headers: { etag: document._etag ?? '' },
});

/** For whoever sees the workspace, and for those who administer its mappings. */
async function readable(context: RequestContext): Promise<string> {
  const administers = context.caller.may('manageSourceMappings', `/subscriptions/${context.deps.home.subscriptionId}`);
  return administers ? administeredWorkspace(context) : (await visibleWorkspace(context)).id;
}

function nameOf({ param }: RequestContext): string {
  const name = param('mappingName');
  if (/^[\w-]{1,64}$/.test(name)) return name;
  throw badRequest('InvalidResourceName', 'A name holds up to 64 letters, digits, underscores and hyphens.');
}

async function list(context: RequestContext): Promise<Answer> {
  const id = await readable(context);
  const documents = await context.deps.ports.sourceMappings.list();
  const own = documents.filter(({ workspaceId }) => workspaceId === id);
  const page = pageOf(context, own, ({ mapping }) => `${String(mapping.order).padStart(5, '0')}|${mapping.name}`);
  return pageAnswer(context, page.rows.map(rowOf), page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const id = await readable(context);
  const name = nameOf(context);
  const document = await context.deps.ports.sourceMappings.get(id, name);
  if (!document) throw notFound(`The source mapping '${name}'`);
  return answerOf(200, document);
}

async function put(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const name = nameOf(context);
  const mapping: SourceMapping = readBody(context.request, sourceMappingSchema);
  const { ports } = context.deps;
  const { sourceMappings } = ports;
  return untilSaved(async () => {
    const stored = await sourceMappings.get(workspaceId, name);
    checkPreconditions(context.request, stored?._etag);
    if (!stored) await requireRoom(context, workspaceId);
    const document: SourceMappingDocument = {
      kind: 'sourceMapping',
      ...sourceMappingKey(workspaceId, name),
      workspaceId,
      mapping: { ...mapping, name: stored?.mapping.name ?? name },
      updatedAt: ports.now().toISOString(),
      updatedBy: context.caller.principal.oid,
      ...(stored?._etag !== undefined && { _etag: stored._etag }),
    };
    return answerOf(stored ? 200 : 201, await sourceMappings.save(document));
  });
}

async function requireRoom({ deps }: RequestContext, workspaceId: string): Promise<void> {
  const own = (await deps.ports.sourceMappings.list()).filter((one) => one.workspaceId === workspaceId);
  if (own.length < maxMappings) return;
  throw new HttpError(
    409,
    'TooManySourceMappings',
    `A workspace has at most ${maxMappings} source mappings: remove one that is not used.`,
  );
}

async function remove(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const name = nameOf(context);
  const { sourceMappings } = context.deps.ports;
  await untilSaved(async () => {
    const stored = await sourceMappings.get(workspaceId, name);
    if (!stored) throw notFound(`The source mapping '${name}'`);
    checkPreconditions(context.request, stored._etag);
    await sourceMappings.remove(stored);
  });
  return { status: 204 };
}

async function preview(context: RequestContext): Promise<Answer> {
  await administeredWorkspace(context);
  const { mapping, sample } = readBody(context.request, previewBody);
  const body = Buffer.from(typeof sample === 'string' ? sample : JSON.stringify(sample));
  if (body.length > maxSampleBytes)
    throw badRequest('SampleTooLarge', `A sample holds at most ${maxSampleBytes} bytes: a few records are enough.`);
  const { ports, sources, decodeLimits: limits } = context.deps;
  const found = previewMapping({ ...mapping, name: 'preview' }, body, ports.now(), { sources, limits });
  const { events, unreadable } = found;
  return {
    status: 200,
    body: { events: events.slice(0, maxPreviewed), unreadable: unreadable.slice(0, maxPreviewed) },
  };
}

const collection = '/api/v1/workspaces/{workspaceId}/sourceMappings';
const item = `${collection}/{mappingName}`;
const writing = { permission: 'manageSourceMappings', on: 'home' } as const;

export const noun: Noun = {
  type: 'sourceMappings',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List how records of senders that no source knows are read',
      access: 'anyone',
      paged: true,
      response: rowSchema,
      handle: list,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a source mapping',
      access: 'anyone',
      response: rowSchema,
      handle: get,
    },
    {
      method: 'PUT',
      path: item,
      summary: 'Create or replace a source mapping (Owner or Security Admin)',
      access: writing,
      response: rowSchema,
      handle: put,
    },
    {
      method: 'DELETE',
      path: item,
      summary: 'Remove a source mapping (Owner or Security Admin)',
      access: writing,
      handle: remove,
    },
    {
      method: 'POST',
      path: '/api/v1/workspaces/{workspaceId}/previewSourceMapping',
      summary: 'See what would come of a sample with a mapping; nothing is stored (Owner or Security Admin)',
      access: writing,
      response: previewAnswer,
      handle: preview,
    },
  ],
};
