import { z } from 'zod';
import { HttpError } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const livenessSchema = z.object({ status: z.literal('ok') });

const detailsSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  recommendations: z.number().int(),
  subscriptions: z.array(
    z.object({
      subscriptionId: z.string(),
      displayName: z.string(),
      store: z.enum(['ok', 'failed']),
      scoreUpdatedAt: z.string().nullable(),
    }),
  ),
});

const alive = async (): Promise<Answer> => ({ status: 200, body: { status: 'ok' } });

/** A store that cannot be read makes the answer `degraded`, and is logged: this page is asked when things are down. */
async function details(context: RequestContext): Promise<Answer> {
  const { caller, catalogue, deps } = context;
  if (!caller.hasRole)
    throw new HttpError(
      403,
      'AuthorizationFailed',
      'A role at any scope is needed to read the state of this deployment.',
    );
  const subscriptions = await Promise.all(
    caller.subscriptions.map(async ({ subscriptionId, displayName }) => {
      const row = { subscriptionId, displayName };
      try {
        const score = await deps.ports.findings.score(subscriptionId);
        return { ...row, store: 'ok', scoreUpdatedAt: score?.updatedAt ?? null };
      } catch (error) {
        deps.ports.log.warn('health: findings cannot be read', { subscriptionId, error: String(error) });
        return { ...row, store: 'failed', scoreUpdatedAt: null };
      }
    }),
  );
  const status = subscriptions.every(({ store }) => store === 'ok') ? 'ok' : 'degraded';
  return { status: 200, body: { status, version: deps.version, recommendations: catalogue.all.length, subscriptions } };
}

export const noun: Noun = {
  type: 'health',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/health',
      summary: 'Tell that the API answers',
      access: 'public',
      response: livenessSchema,
      handle: alive,
    },
    {
      method: 'GET',
      path: '/api/v1/health/details',
      summary: 'Tell whether what the API depends on answers, and how old the scores are',
      access: 'anyone',
      response: detailsSchema,
      handle: details,
    },
  ],
};
