import { z } from 'zod';
import { keyIdOf, keySlots } from '../../core/ingest/door/workspaceKey';
import { createIngestKeys, type MadeKey, revokeIngestKeys, rotateIngestKey } from '../../flows/ingestKeys';
import type { IngestKeyDocument } from '../../model/ingestKey';
import { notFound } from '../httpError';
import { readBody } from '../jsonBody';
import { administering, keyMaker, orConflict } from '../keyAdministration';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { administeredWorkspace } from '../workspaces';

const newSchema = z.strictObject({ name: z.string().trim().min(1).max(128) });
const rotateSchema = z.strictObject({ slot: z.enum(keySlots) });

const versionSchema = z.object({ keyId: z.string(), createdAt: z.string() });
const pairSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  primary: versionSchema,
  secondary: versionSchema.optional(),
});
const madeSchema = versionSchema.extend({ key: z.string().meta({ description: 'Shown this once' }) });
const createdSchema = pairSchema.extend({ primary: madeSchema, secondary: madeSchema });

/** Without any secret. */
function rowOf(document: IngestKeyDocument): z.infer<typeof pairSchema> {
  const { pair, name, createdAt, createdBy, primary, secondary } = document;
  const about = (slot: 'primary' | 'secondary', { version, createdAt: at }: typeof primary) => ({
    keyId: keyIdOf({ pair, slot, version }),
    createdAt: at,
  });
  return {
    id: pair,
    name,
    createdAt,
    createdBy,
    primary: about('primary', primary),
    ...(secondary && { secondary: about('secondary', secondary) }),
  };
}

async function list(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const rows = (await context.deps.ports.ingestKeys.list(workspaceId)).map(rowOf);
  const page = pageOf(context, rows, ({ createdAt, id }) => `${createdAt}|${id}`);
  return pageAnswer(context, page.rows, page.continuation);
}

async function create(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const { name } = readBody(context.request, newSchema);
  const createdBy = context.caller.principal.oid;
  const { document, made } = await orConflict(
    createIngestKeys(keyMaker(context.deps), { workspaceId, name, createdBy, withSecondary: true }),
  );
  return { status: 201, body: { ...rowOf(document), ...made } };
}

async function rotate(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const { slot } = readBody(context.request, rotateSchema);
  const pair = pairOf(context);
  const rotated = await rotateIngestKey(keyMaker(context.deps), { workspaceId, pair, slot });
  if (!rotated) throw unknownPair(pair);
  const made: MadeKey = rotated.made;
  return { status: 200, body: { ...rowOf(rotated.document), [slot]: made } };
}

async function revoke(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const pair = pairOf(context);
  if (!(await revokeIngestKeys(context.deps.ports, workspaceId, pair))) throw unknownPair(pair);
  return { status: 204 };
}

/** Ids become part of a document id. */
function pairOf({ param }: RequestContext): string {
  const pair = param('keyPair').toLowerCase();
  if (!z.guid().safeParse(pair).success) throw unknownPair(pair);
  return pair;
}

const unknownPair = (pair: string) => notFound(`The pair of keys '${pair.slice(0, 64)}'`);

const collection = '/api/v1/workspaces/{workspaceId}/keys';

export const noun: Noun = {
  type: 'workspaceKeys',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List the pairs of keys that senders of a workspace sign with, without their secrets',
      access: administering,
      paged: true,
      response: pairSchema,
      handle: list,
    },
    {
      method: 'POST',
      path: collection,
      summary: 'Create a pair of keys; they are shown this once',
      access: administering,
      response: createdSchema,
      handle: create,
    },
    {
      method: 'POST',
      path: `${collection}/{keyPair}/rotate`,
      summary: 'Replace the primary or secondary key of a pair; the former one is refused from now on',
      access: administering,
      response: pairSchema,
      handle: rotate,
    },
    {
      method: 'DELETE',
      path: `${collection}/{keyPair}`,
      summary: 'Remove a pair: both keys are refused from now on',
      access: administering,
      handle: revoke,
    },
  ],
};
