import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

/** Tenants of the subscriptions that the caller may read something in. */
async function list(context: RequestContext): Promise<Answer> {
  const tenants = [...new Set(context.caller.subscriptions.map(({ tenantId }) => tenantId))];
  const page = pageOf(context, tenants, (tenantId) => tenantId);
  const rows = page.rows.map((tenantId) => ({ id: `/tenants/${tenantId}`, tenantId, tenantCategory: 'Home' }));
  return pageAnswer(context, rows, page.continuation);
}

export const noun: Noun = {
  type: 'tenants',
  surface: 'Microsoft.Resources',
  apiVersions: 'any',
  routes: [{ method: 'GET', path: '/tenants', summary: 'List tenants', access: 'anyone', handle: list }],
};
