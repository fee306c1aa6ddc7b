import { z } from 'zod';
import { parseResourceId } from '../../model/resourceId';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const scoreSchema = z.object({ max: z.number(), current: z.number(), percentage: z.number() });
const codeSchema = z.enum(['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown']).nullable();

const changeSchema = z.object({
  at: z.string(),
  before: scoreSchema,
  after: scoreSchema,
  controls: z.array(
    z.object({ control: z.string(), displayName: z.string(), before: scoreSchema, after: scoreSchema }),
  ),
  reasons: z
    .array(z.object({ resourceId: z.string(), recommendation: z.string(), before: codeSchema, after: codeSchema }))
    .meta({ description: 'Resources whose verdicts moved the score; null: there was or is no verdict' }),
});

/** The score belongs to the subscription: its history is read with a role there. */
async function list(context: RequestContext): Promise<Answer> {
  const { subscriptionId } = parseResourceId(context.scope);
  const listed = await context.deps.ports.findings.scoreChanges(subscriptionId, readPage(context));
  return pageAnswer(
    context,
    listed.items.map(({ change }) => change),
    listed.continuation,
  );
}

export const noun: Noun = {
  type: 'scoreChanges',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/scoreChanges',
      summary: 'List how the secure score moved, and which resources and controls moved it',
      access: { permission: 'read', on: 'scope' },
      response: changeSchema,
      paged: true,
      handle: list,
    },
  ],
};
