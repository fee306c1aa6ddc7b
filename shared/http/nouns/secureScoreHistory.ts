import { z } from 'zod';
import { parseResourceId } from '../../model/resourceId';
import { badRequest } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { controlRows, controlSchema, scoreSchema } from '../scoreRows';

const dayMs = 86_400_000;
const keptDays = 400;

const day = z.iso.date();
const query = z.object({
  from: day.optional().meta({ description: 'First day (YYYY-MM-DD, UTC); 30 days before `to` unless told' }),
  to: day.optional().meta({ description: 'Last day; today unless told' }),
});

const daySchema = z.object({
  day: z.string(),
  at: z.string().meta({ description: 'When the figures of the day moved last (ISO 8601, UTC)' }),
  score: scoreSchema,
  weight: z.number().int(),
  controlTable: z.string().meta({ description: 'Version of the control table that the figures follow' }),
  drift: z
    .object({
      at: z.string(),
      outcome: z.enum(['suspected', 'repaired']),
      controls: z.array(z.string()),
      recommendations: z.number().int(),
    })
    .nullable()
    .meta({ description: 'A count of that day found other counters than were kept' }),
  controls: z.array(controlSchema),
});

function rangeOf({ query: given, deps }: RequestContext): { from: string; to: string } {
  const asked = query.safeParse({ from: given.get('from'), to: given.get('to') });
  if (!asked.success) throw badRequest('InvalidRange', 'from and to are days, written as 2026-11-21.');
  const { to = deps.ports.now().toISOString().slice(0, 10) } = asked.data;
  const { from = new Date(Date.parse(to) - 30 * dayMs).toISOString().slice(0, 10) } = asked.data;
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  if (days < 0 || days > keptDays)
    throw badRequest('InvalidRange', `from is not after to, and at most ${keptDays} days before it.`);
  return { from, to };
}

/** Days without a document are days on which nobody counted: none is made up. */
async function list(context: RequestContext): Promise<Answer> {
  const { subscriptionId } = parseResourceId(context.scope);
  const { findings } = context.deps.ports;
  const listed = await findings.scoreDays(subscriptionId, rangeOf(context), readPage(context));
  const rows = listed.items.map(({ day: { controls, drift = null, ...rest } }): z.infer<typeof daySchema> => ({
    ...rest,
    drift,
    controls: controlRows(controls),
  }));
  return pageAnswer(context, rows, listed.continuation);
}

export const noun: Noun = {
  type: 'secureScoreHistory',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/secureScoreHistory',
      summary: 'List the secure score at the end of each day, oldest first',
      access: { permission: 'read', on: 'scope' },
      query,
      response: daySchema,
      paged: true,
      handle: list,
    },
  ],
};
