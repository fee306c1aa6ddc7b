import type { SubscriptionDocument } from '../../model/documents/settings';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const resourceOf = ({ subscriptionId, displayName, tenantId }: SubscriptionDocument): object => ({
  id: `/subscriptions/${subscriptionId}`,
  subscriptionId,
  tenantId,
  displayName,
  state: 'Enabled',
  subscriptionPolicies: { quotaId: 'PayAsYouGo_2014-09-01', spendingLimit: 'Off' },
  authorizationSource: 'RoleBased',
});

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, context.caller.subscriptions, ({ subscriptionId }) => subscriptionId);
  return pageAnswer(context, page.rows.map(resourceOf), page.continuation);
}

async function get({ caller, param }: RequestContext): Promise<Answer> {
  const asked = param('subscriptionId').toLowerCase();
  const found = caller.subscriptions.find(({ subscriptionId }) => subscriptionId.toLowerCase() === asked);
  if (!found) throw notFound(`The subscription '${asked}'`, 'SubscriptionNotFound');
  return { status: 200, body: resourceOf(found) };
}

export const noun: Noun = {
  type: 'subscriptions',
  surface: 'Microsoft.Resources',
  apiVersions: 'any',
  routes: [
    { method: 'GET', path: '/subscriptions', summary: 'List subscriptions', access: 'anyone', handle: list },
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}',
      summary: 'Get a subscription',
      access: { permission: 'read', on: 'within' },
      handle: get,
    },
  ],
};
