import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { isOperationId } from '../operationId';
import type { RequestContext } from '../requestContext';

/** Long-running operations of this API are done when they answer 202: whoever polls hears of the end at once. */
async function get({ deps, param }: RequestContext): Promise<Answer> {
  if (!isOperationId(deps.pageKey, param('operationId'))) throw notFound('The operation');
  return { status: 204 };
}

export const noun: Noun = {
  type: 'locations/operationResults',
  surface: 'Microsoft.Security',
  apiVersions: ['2021-01-01', '2021-11-01', '2022-01-01'],
  routes: [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Security/locations/{location}/operationResults/{operationId}',
      summary: 'Get the result of an operation',
      access: { permission: 'read', on: 'within' },
      handle: get,
    },
  ],
};
