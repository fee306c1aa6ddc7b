import { z } from 'zod';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const rowSchema = z.object({
  at: z.string(),
  by: z.string().meta({ description: 'Object id of the principal' }),
  action: z.string(),
  resourceId: z.string(),
  outcome: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

/** What was done to resources of a subscription; read with a role there. */
async function list(context: RequestContext): Promise<Answer> {
  const listed = await context.deps.ports.findings.audit(context.scope, readPage(context));
  return pageAnswer(
    context,
    listed.items.map(({ entry }) => entry),
    listed.continuation,
  );
}

export const noun: Noun = {
  type: 'auditEntries',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/auditEntries',
      summary:
        'List quick fixes, attestations and changes of standards and policies, newest first: who, what, before and after',
      access: { permission: 'read', on: 'scope' },
      response: rowSchema,
      paged: true,
      handle: list,
    },
  ],
};
