import { z } from 'zod';
import { previewExemption } from '../../flows/policies/previewExemption';
import { isWithin } from '../../model/resourceId';
import { badRequest } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';
import { told } from '../told';

const bodySchema = z.strictObject({
  scope: z.string().max(2_048).optional().meta({ description: 'Resource or resource group; else the subscription' }),
  properties: z.record(z.string(), z.json()).meta({ description: 'Those of the policy exemption' }),
});
const scoreSchema = z.object({ max: z.number(), current: z.number(), percentage: z.number() });
const answerSchema = z.object({
  resources: z.number().int(),
  assessments: z.number().int().meta({ description: 'That would be exempt' }),
  unhealthy: z.number().int().meta({ description: 'Of those, that fail now' }),
  complete: z.boolean().meta({ description: 'False when there are more resources than one preview looks at' }),
  before: scoreSchema,
  after: scoreSchema,
  byRecommendation: z.record(z.string(), z.number().int()),
});

/** What an exemption, were it there, would do to the score of its subscription. */
async function preview(context: RequestContext): Promise<Answer> {
  const { caller, deps, request } = context;
  const body = readBody(request, bodySchema);
  const scope = body.scope?.replace(/\/+$/, '') ?? context.scope;
  if (!isWithin(scope, context.scope))
    throw badRequest('InvalidScope', `scope lies outside of '${context.scope}', whose score is asked for.`);
  caller.require('read', scope);
  const { properties } = body;
  const seen = await told(() => previewExemption(deps.ports, deps.recommendations, { scope, properties }));
  return { status: 200, body: seen };
}

export const noun: Noun = {
  type: 'exemptionPreview',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/subscriptions/{subscriptionId}/policyExemptions/preview',
      summary: 'Tell what an exemption would do to the secure score',
      access: { permission: 'exempt', on: 'scope' },
      response: answerSchema,
      handle: preview,
    },
  ],
};
