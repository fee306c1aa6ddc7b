import { z } from 'zod';
import { deploymentStates } from '../../model/agentDeployment';
import { parseResourceId } from '../../model/resourceId';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const rowSchema = z.object({
  machineId: z.string(),
  state: z.enum(deploymentStates),
  attempts: z.number().int(),
  createdAt: z.string(),
  changedAt: z.string(),
  nextAttemptAt: z.string().nullable().meta({ description: 'Of what waits' }),
  reason: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'What came of the last attempt, or why the task ended: in the words of Resource Manager' }),
});

/** A page may be short where the caller may read a part of the subscription only. */
async function list(context: RequestContext): Promise<Answer> {
  const { caller, deps, scope } = context;
  const { subscriptionId } = parseResourceId(scope);
  const listed = await deps.ports.provisioning.deployments(subscriptionId, readPage(context));
  const rows = listed.items
    .filter(({ deployment }) => caller.may('read', deployment.machineId))
    .map(({ deployment }): z.infer<typeof rowSchema> => {
      const { machineId, state, attempts, createdAt, changedAt, nextAttemptAt = null, reason = null } = deployment;
      return { machineId, state, attempts, createdAt, changedAt, nextAttemptAt, reason };
    });
  return pageAnswer(context, rows, listed.continuation);
}

export const noun: Noun = {
  type: 'agentDeployments',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/agentDeployments',
      summary: 'List the tasks that bring the agent to machines, with what came of them',
      access: { permission: 'read', on: 'within' },
      response: rowSchema,
      paged: true,
      handle: list,
    },
  ],
};
