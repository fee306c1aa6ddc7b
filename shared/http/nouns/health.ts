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
      staleAssessments: z
        .number()
        .int()
        .nullable()
        .meta({ description: 'Assessments that rest on snapshots older than their limit' }),
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
        const { findings } = deps.ports;
        const [score, freshness] = await Promise.all([
          findings.score(subscriptionId),
          findings.freshness(subscriptionId),
        ]);
        const stale = Object.values(freshness?.stale ?? {}).reduce((sum, { verdicts }) => sum + verdicts, 0);
        return { ...row, store: 'ok', scoreUpdatedAt: score?.updatedAt ?? null, staleAssessments: stale };
      } catch (error) {
        deps.ports.log.warn('health: findings cannot be read', { subscriptionId, error: String(error) });
        return { ...row, store: 'failed', scoreUpdatedAt: null, staleAssessments: null };
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
      summary:
        'Tell whether what the API depends on answers, how old the scores are and how many assessments are stale',
      access: 'anyone',
      response: detailsSchema,
      handle: details,
    },
  ],
};
