import { z } from 'zod';
import { parseResourceId } from '../../model/resourceId';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const kinds = { '8': 'EndpointProtection', '24': 'General', '48': 'OperatingSystem' } as const;

const answerSchema = z.object({
  checkedAt: z.string().nullable().meta({ description: 'End of the last round of the watchdog (ISO 8601, UTC)' }),
  limits: z.array(
    z.object({
      freshnessSlaHours: z.number().int(),
      kind: z.enum(['EndpointProtection', 'General', 'OperatingSystem']),
      stale: z.number().int().meta({ description: 'Assessments that rest on snapshots older than the limit' }),
      resources: z.number().int(),
      since: z.string().nullable().meta({ description: 'Since when the first of them does' }),
      examples: z.array(z.string()),
      alert: z.string().nullable().meta({ description: 'Id of the alert that tells of it while it lasts' }),
    }),
  ),
});

async function get({ deps, scope }: RequestContext): Promise<Answer> {
  const found = await deps.ports.findings.freshness(parseResourceId(scope).subscriptionId);
  const limits = Object.entries(kinds).map(([hours, kind]) => {
    const stale = found?.stale[hours];
    return {
      freshnessSlaHours: Number(hours),
      kind,
      stale: stale?.verdicts ?? 0,
      resources: stale?.resources ?? 0,
      since: stale?.since ?? null,
      examples: stale?.examples ?? [],
      alert: stale?.alert ?? null,
    };
  });
  const body: z.infer<typeof answerSchema> = { checkedAt: found?.checkedAt ?? null, limits };
  return { status: 200, body };
}

export const noun: Noun = {
  type: 'freshness',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/freshness',
      summary: 'Tell which assessments rest on snapshots that are older than their limit allows',
      access: { permission: 'read', on: 'scope' },
      response: answerSchema,
      handle: get,
    },
  ],
};
