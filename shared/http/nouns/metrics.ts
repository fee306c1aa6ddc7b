import { z } from 'zod';
import { readMetrics } from '../../flows/readMetrics';
import { quarantineReasons, type QuarantineReason } from '../../model/quarantineReason';
import { badRequest } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const maxDays = 31;
const reasonCodes = Object.keys(quarantineReasons) as QuarantineReason[];

const totals = {
  received: z.number().int().meta({ description: 'stored + duplicates + quarantined' }),
  stored: z.number().int(),
  duplicates: z.number().int(),
  quarantined: z.number().int(),
};
const rates = z
  .object({ oneMinute: z.number(), fiveMinutes: z.number(), sixtyMinutes: z.number() })
  .meta({ description: 'Records received in a second, on average over the last minutes' });

const answerSchema = z.object({
  at: z.string(),
  since: z.string().meta({ description: 'Totals are of records since then (ISO 8601, UTC)' }),
  totals: z.object(totals),
  rates,
  sources: z.array(z.object({ source: z.string(), ...totals, rates })),
  workspaces: z.array(z.object({ workspaceId: z.string(), ...totals })),
  reasons: z.array(
    z.object({ source: z.string(), reason: z.enum(reasonCodes), records: z.number().int(), advice: z.string() }),
  ),
  hub: z.enum(['ok', 'unreachable']).meta({ description: 'When the hub does not answer, the lag is not known' }),
  partitions: z.array(
    z.object({
      partition: z.string(),
      lastSequence: z.number().nullable(),
      lastEnqueuedAt: z.string().nullable(),
      doneSequence: z.number().nullable(),
      doneEnqueuedAt: z.string().nullable(),
      lagMessages: z.number().nullable(),
      lagSeconds: z
        .number()
        .nullable()
        .meta({ description: 'Age of the newest message that is done while others wait; 0 when none waits' }),
    }),
  ),
});

const query = z.object({
  days: z.coerce.number().int().min(1).max(maxDays).default(7).meta({ description: 'UTC days, today included' }),
});

async function get(context: RequestContext): Promise<Answer> {
  const { deps } = context;
  const days = query.safeParse({ days: context.query.get('days') });
  if (!days.success) throw badRequest('InvalidDays', `The query parameter days must be a number from 1 to ${maxDays}.`);
  const metrics = await readMetrics(deps.ports, days.data.days);
  const reasons = metrics.reasons.map((row) => ({ ...row, advice: quarantineReasons[row.reason] }));
  return { status: 200, body: { ...metrics, reasons } };
}

export const noun: Noun = {
  type: 'metrics',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/metrics',
      summary:
        'Tell what was received and what became of it, by source and reason, and how far ingest lags behind the hub',
      access: { permission: 'read', on: 'home' },
      query,
      response: answerSchema,
      handle: get,
    },
  ],
};
