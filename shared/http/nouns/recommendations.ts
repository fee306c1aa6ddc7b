import { z } from 'zod';
import { fixResources } from '../../flows/fixResources';
import { parseResourceId } from '../../model/resourceId';
import { authorizationFailed } from '../access';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import { readableScopes } from '../managementGroup';
import type { Answer, Noun } from '../noun';
import { recommendationExport } from '../recommendationExport';
import type { RequestContext } from '../requestContext';

/** Each takes seconds, and all are answered in one request. */
const maxResources = 100;

const bodySchema = z.strictObject({
  resourceIds: z.array(z.string().min(1).max(2_048)).min(1).max(maxResources),
  dryRun: z.boolean().default(true),
});

const resultSchema = z.object({
  recommendation: z.string(),
  description: z.string().meta({ description: 'What the fix changes, and what may stop working then' }),
  permissions: z.array(z.string()).meta({ description: 'Azure operations that the identity of Skywarden needs' }),
  dryRun: z.boolean(),
  results: z.array(
    z.object({
      resourceId: z.string(),
      outcome: z.enum(['planned', 'succeeded', 'failed', 'overdue', 'skipped']),
      code: z.string().optional().meta({ description: 'Why it was skipped, or the code of Resource Manager' }),
      message: z.string().optional(),
      requests: z
        .array(z.object({ method: z.enum(['PATCH', 'PUT']), url: z.string(), body: z.record(z.string(), z.unknown()) }))
        .optional(),
      state: z.string().optional().meta({ description: 'The verdict on what Azure answered afterwards' }),
    }),
  ),
});

/** By key, or by assessment key. */
const fix =
  (keyOf: (context: RequestContext) => string) =>
  async (context: RequestContext): Promise<Answer> => {
    const { caller, catalogue, deps, request } = context;
    if (!caller.hasRole) throw authorizationFailed(caller.principal, 'applyFix', '/');
    const key = keyOf(context);
    const recommendation = catalogue.byKey(key) ?? catalogue.byAssessmentKey(key);
    if (!recommendation) throw notFound(`The recommendation '${key.slice(0, 80)}'`);
    const { quickFix } = recommendation;
    if (!quickFix)
      throw badRequest('NotFixable', 'This recommendation has no quick fix: follow its remediation steps.');
    const { resourceIds, dryRun } = readBody(request, bodySchema);
    if (!dryRun && !deps.quickFixes)
      throw new HttpError(
        409,
        'QuickFixesAreOff',
        'Quick fixes are switched off here (QUICK_FIXES); a dry run is not.',
      );
    const results = await fixResources(deps, {
      recommendation: { ...recommendation, quickFix },
      resourceIds,
      dryRun,
      by: caller.principal.oid,
      mayRead: (id) => caller.may('read', id),
      mayFix: (id) => caller.may('applyFix', id),
    });
    const { description, permissions } = quickFix;
    return { status: 200, body: { recommendation: recommendation.key, description, permissions, dryRun, results } };
  };

/** Of everything the caller may read, or of what lies below `scope`. */
async function exportAll(context: RequestContext): Promise<Answer> {
  const { caller, catalogue, deps, query, publicUrl } = context;
  const scope = query.get('scope')?.replace(/\/+$/, '') ?? '';
  if (scope !== '' && !parseResourceId(scope).subscriptionId)
    throw badRequest(
      'InvalidScope',
      'The query parameter scope is the id of a subscription, resource group or resource.',
    );
  caller.requireReadable(scope);
  const exportedAt = deps.ports.now().toISOString();
  const subscriptionNames = new Map(
    caller.subscriptions.map(({ subscriptionId, displayName }) => [subscriptionId.toLowerCase(), displayName]),
  );
  const content = recommendationExport(deps.ports.findings, catalogue, readableScopes(caller, scope), {
    exportedAt,
    publicUrl,
    subscriptionNames,
  });
  return {
    status: 200,
    stream: { type: 'text/csv; charset=utf-8; header=present', content },
    headers: { 'content-disposition': `attachment; filename="recommendations-${exportedAt.slice(0, 10)}.csv"` },
  };
}

const fixing = {
  method: 'POST',
  summary: 'Change unhealthy resources so that they are healthy, or show what would be sent (write on each resource)',
  access: 'anyone',
  response: resultSchema,
} as const;

export const noun: Noun = {
  type: 'recommendations',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/recommendations/export',
      summary: 'Download all assessments that the caller may read as CSV',
      access: 'anyone',
      query: z.object({ scope: z.string().optional().meta({ description: 'Below this id only' }) }),
      response: z.string(),
      handle: exportAll,
    },
    {
      ...fixing,
      path: '/api/v1/recommendations/{service}/{name}/fix',
      handle: fix(({ param }) => `${param('service')}/${param('name')}`),
    },
    {
      ...fixing,
      path: '/api/v1/recommendations/{assessmentKey}/fix',
      handle: fix(({ param }) => param('assessmentKey')),
    },
  ],
};
