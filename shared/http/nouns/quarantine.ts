import { z } from 'zod';
import { readQuarantineId } from '../../core/ingest/quarantineId';
import { replayEntry, replayMatching } from '../../flows/replayQuarantine';
import type { QuarantineFilter } from '../../model/quarantine';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import { maxRawBytesShown, outcomeSchema, quarantineCodes, rawSchema, rowOf, rowSchema } from '../quarantineRow';
import type { RequestContext } from '../requestContext';

/** Entries are kept for 31 days. */
const keptDays = 32;

const instant = z.iso.datetime({ offset: true });
const filter = {
  reason: z.enum(quarantineCodes).optional(),
  source: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Id of a source; empty for input that none was asked about' }),
  from: instant.optional().meta({ description: 'Arrived at or after' }),
  to: instant.optional().meta({ description: 'Arrived before' }),
};
const query = z.object({ ...filter, replayed: z.enum(['true', 'false']).optional() });
const oneSchema = z.strictObject({
  again: z.boolean().default(false).meta({ description: 'Also when it was replayed before' }),
});
const manySchema = z.strictObject({ ...filter, top: z.int().min(1).max(500).default(100) });

async function list(context: RequestContext): Promise<Answer> {
  const names = Object.keys(query.shape);
  const given = query.safeParse(Object.fromEntries(names.map((name) => [name, context.query.get(name)])));
  if (!given.success) {
    const [issue] = given.error.issues;
    throw badRequest('InvalidFilter', `The query parameter ${issue!.path.join('.')} is not usable: ${issue!.message}.`);
  }
  const { replayed, ...rest } = given.data;
  const wanted = { ...filterOf(context, rest), replayed: replayed === undefined ? undefined : replayed === 'true' };
  const { items, continuation } = await context.deps.ports.quarantineEntries.list(wanted, readPage(context));
  return pageAnswer(context, items.map(rowOf), continuation);
}

function filterOf(
  { deps }: RequestContext,
  { reason, source, from, to }: { [K in keyof typeof filter]?: z.infer<(typeof filter)[K]> },
): QuarantineFilter {
  const now = deps.ports.now().getTime();
  const iso = (text: string | undefined, otherwise: number): string =>
    new Date(text === undefined ? otherwise : text).toISOString();
  // A day ahead: clocks of hub and app differ.
  return { reason, source, from: iso(from, now - keptDays * 86_400_000), to: iso(to, now + 86_400_000) };
}

async function entryOf(context: RequestContext, maxRawBytes: number) {
  const id = context.param('entryId');
  const entry = await context.deps.ports.quarantineEntries.get(id, maxRawBytes);
  if (!entry) throw notFound(`The quarantined entry '${id.slice(0, 200)}'`);
  return entry;
}

async function get(context: RequestContext): Promise<Answer> {
  return { status: 200, body: rowOf(await entryOf(context, 0)) };
}

async function getRaw(context: RequestContext): Promise<Answer> {
  const { id, bytes, raw } = await entryOf(context, maxRawBytesShown);
  return { status: 200, body: { id, bytes, raw: raw.toString('base64'), truncated: raw.length < bytes } };
}

async function replayOne(context: RequestContext): Promise<Answer> {
  const id = context.param('entryId');
  const { again } = bodyOf(context, oneSchema);
  const outcome = readQuarantineId(id) && (await replayEntry(context.deps.ports, id, again));
  if (!outcome || outcome.outcome === 'gone') throw notFound(`The quarantined entry '${id.slice(0, 200)}'`);
  if (outcome.outcome === 'alreadyReplayed')
    throw new HttpError(
      409,
      'AlreadyReplayed',
      'The entry was replayed before: say `"again": true` to do it once more.',
    );
  if (outcome.outcome === 'refused')
    throw new HttpError(409, 'NotReplayed', outcome.detail ?? 'It cannot be replayed.');
  return { status: 200, body: outcome };
}

async function replayMany(context: RequestContext): Promise<Answer> {
  const { top, ...wanted } = bodyOf(context, manySchema);
  const { outcomes, more } = await replayMatching(context.deps.ports, filterOf(context, wanted), top);
  const replayed = outcomes.filter(({ outcome }) => outcome === 'replayed').length;
  return { status: 200, body: { replayed, more, outcomes } };
}

const bodyOf = <T>({ request }: RequestContext, schema: z.ZodType<T>): T =>
  request.body.length === 0 ? schema.parse({}) : readBody(request, schema);

const collection = '/api/v1/quarantine';
const item = `${collection}/{entryId}`;

const reading = { permission: 'readQuarantine', on: 'home' } as const;
const replaying = { permission: 'replayQuarantine', on: 'home' } as const;

export const noun: Noun = {
  type: 'quarantine',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List input that could not be used, newest day first (Owner, Security Admin or Security Reader)',
      access: reading,
      query,
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'POST',
      path: `${collection}/replay`,
      summary: 'Send all entries that match, and were not replayed, through ingest once more (Owner or Security Admin)',
      access: replaying,
      response: z.object({ replayed: z.number().int(), more: z.boolean(), outcomes: z.array(outcomeSchema) }),
      handle: replayMany,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get one entry without its raw bytes (Owner, Security Admin or Security Reader)',
      access: reading,
      response: rowSchema,
      handle: get,
    },
    {
      method: 'GET',
      path: `${item}/raw`,
      summary: 'Get the raw bytes of an entry (Owner or Security Admin)',
      access: replaying,
      response: rawSchema,
      handle: getRaw,
    },
    {
      method: 'POST',
      path: `${item}/replay`,
      summary: 'Send one entry through ingest once more (Owner or Security Admin)',
      access: replaying,
      response: outcomeSchema,
      handle: replayOne,
    },
  ],
};
