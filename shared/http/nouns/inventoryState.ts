import { z } from 'zod';
import type { SubscriptionInventory } from '../../model/inventory';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const listing = z.object({
  at: z.string(),
  outcome: z.enum(['complete', 'partial', 'refused']).meta({ description: 'Only a complete table tells what is gone' }),
  reason: z.string().nullable(),
  rows: z.number().int(),
});

const stateSchema = z.object({
  subscriptionId: z.string(),
  changesThrough: z.string().nullable().meta({ description: 'Changes up to this time are in (ISO 8601, UTC)' }),
  walkedAt: z.string().nullable().meta({ description: 'When the last finished walk over everything began' }),
  walkingSince: z.string().nullable(),
  missingSince: z.string().nullable().meta({ description: 'Since when the identity does not see the subscription' }),
  tables: z.record(z.string(), listing),
  notes: z.record(z.string(), z.object({ at: z.string(), message: z.string() })),
  error: z.object({ at: z.string(), code: z.string(), message: z.string() }).nullable(),
});

async function get(context: RequestContext): Promise<Answer> {
  const subscriptionId = context.param('subscriptionId').toLowerCase();
  const found = await context.deps.ports.inventory.find(subscriptionId);
  const unread: SubscriptionInventory = { subscriptionId, tables: {}, notes: {} };
  const { changesThrough, walkedAt, walk, missingSince, tables, notes } = found?.inventory ?? unread;
  const body: z.infer<typeof stateSchema> = {
    subscriptionId,
    changesThrough: changesThrough ?? null,
    walkedAt: walkedAt ?? null,
    walkingSince: walk?.startedAt ?? null,
    missingSince: missingSince ?? null,
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, { reason = null, ...rest }]) => [name, { ...rest, reason }]),
    ),
    notes,
    error: found?.error ?? null,
  };
  return { status: 200, body };
}

export const noun: Noun = {
  type: 'inventoryState',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/inventoryState',
      summary: 'Tell how far the resources of a subscription are read from Azure, and what could not be read',
      access: { permission: 'read', on: 'scope' },
      response: stateSchema,
      handle: get,
    },
  ],
};
