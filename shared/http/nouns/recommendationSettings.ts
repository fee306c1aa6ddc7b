import { z } from 'zod';
import { audit } from '../../flows/audit';
import { policyChain } from '../../flows/policies/policyChain';
import { saveRecommendationSettings } from '../../flows/policies/saveAssignments';
import type { JsonObject } from '../../model/json';
import type { RecommendationSettingsDocument } from '../../model/policy';
import { recommendationSettingsId } from '../../model/policyId';
import { checkPreconditions } from '../etag';
import { readBody } from '../jsonBody';
import { managementGroupId } from '../managementGroup';
import type { Answer, Noun, Route } from '../noun';
import type { RequestContext } from '../requestContext';
import { told } from '../told';

const stateSchema = z.enum(['On', 'Off']);
const bodySchema = z.strictObject({
  recommendations: z
    .record(z.string().max(256), z.strictObject({ state: stateSchema }))
    .meta({ description: 'By key or assessment key; one that is not named is as the scopes above have it, else on' }),
});
const answerSchema = z.object({
  scope: z.string(),
  recommendations: z
    .record(z.string(), z.object({ state: stateSchema }))
    .meta({ description: 'What this scope says, by key' }),
  effective: z
    .record(z.string(), z.object({ state: stateSchema, scope: z.string() }))
    .meta({ description: 'What holds here and which scope says so: the nearest that says something' }),
});

type Settings = RecommendationSettingsDocument['properties']['recommendations'];

const scopeOf = ({ param }: RequestContext, isGroup: boolean): string =>
  isGroup ? managementGroupId(param('managementGroup')) : `/subscriptions/${param('subscriptionId')}`;

async function storedAt({ deps }: RequestContext, scope: string): Promise<RecommendationSettingsDocument | undefined> {
  const found = await deps.ports.policies.get(recommendationSettingsId(scope));
  return found?.kind === 'recommendationSettings' ? found : undefined;
}

async function answer(context: RequestContext, scope: string): Promise<Answer> {
  const chain = policyChain(scope, await context.deps.ports.settings.subscriptions());
  const stored = await Promise.all(chain.map((at) => storedAt(context, at)));
  const effective: Record<string, { state: 'On' | 'Off'; scope: string }> = {};
  for (const [at, found] of [...stored.entries()].reverse())
    for (const [key, { state }] of Object.entries(found?.properties.recommendations ?? {}))
      effective[key] = { state, scope: chain[at]! };
  const own = stored[0];
  return {
    status: 200,
    body: { scope, recommendations: own?.properties.recommendations ?? {}, effective },
    ...(own?._etag && { headers: { etag: own._etag } }),
  };
}

const get =
  (isGroup: boolean) =>
  async (context: RequestContext): Promise<Answer> => {
    const scope = scopeOf(context, isGroup);
    context.caller.require('read', scope);
    return answer(context, scope);
  };

const put =
  (isGroup: boolean) =>
  async (context: RequestContext): Promise<Answer> => {
    const { caller, deps, request } = context;
    const scope = scopeOf(context, isGroup);
    caller.require('managePolicies', scope);
    const recommendations = byKey(context, readBody(request, bodySchema).recommendations);
    const stored = await storedAt(context, scope);
    checkPreconditions(request, stored?._etag);
    const etag = request.headers['if-match'] === undefined ? undefined : stored?._etag;
    const keys = new Set(deps.recommendations.map(({ key }) => key));
    await told(() => saveRecommendationSettings(deps, keys, { scope, properties: { recommendations }, etag }));
    await audit(deps, {
      by: caller.principal.oid,
      action: 'savePolicy',
      resourceId: scope,
      outcome: 'Which recommendations are on was changed.',
      before: (stored?.properties as JsonObject | undefined) ?? null,
      after: { recommendations },
    });
    return answer(context, scope);
  };

/** Clients know recommendations by the name of their assessments, too. */
function byKey({ catalogue }: RequestContext, given: Settings): Settings {
  const named = Object.entries(given).map(([name, setting]) => [catalogue.byAssessmentKey(name)?.key ?? name, setting]);
  return Object.fromEntries(named) as Settings;
}

const routesAt = (path: string, isGroup: boolean): Route[] => [
  {
    method: 'GET',
    path,
    summary: 'Tell which recommendations are switched on or off',
    access: isGroup ? 'anyone' : { permission: 'read', on: 'scope' },
    response: answerSchema,
    handle: get(isGroup),
  },
  {
    method: 'PUT',
    path,
    summary:
      'Switch recommendations on or off: what is off is not applicable (OffByPolicy) and has no weight in the score',
    access: isGroup ? 'anyone' : { permission: 'managePolicies', on: 'scope' },
    response: answerSchema,
    handle: put(isGroup),
  },
];

export const noun: Noun = {
  type: 'recommendationSettings',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    ...routesAt('/api/v1/subscriptions/{subscriptionId}/recommendationSettings', false),
    ...routesAt('/api/v1/managementGroups/{managementGroup}/recommendationSettings', true),
  ],
};
