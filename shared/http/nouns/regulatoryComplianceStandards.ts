import { assessedStandard, assessedStandards, standardResource } from '../compliance';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import { readPropertyFilter } from '../propertyFilter';
import type { RequestContext } from '../requestContext';

const path = '/subscriptions/{subscriptionId}/providers/Microsoft.Security/regulatoryComplianceStandards';
/** Counts are of the whole subscription: read with a role there. */
const access = { permission: 'read', on: 'scope' } as const;

async function list(context: RequestContext): Promise<Answer> {
  const wanted = readPropertyFilter(context.query.get('$filter'));
  const rows = (await assessedStandards(context)).map((one) => standardResource(context.scope, one));
  const page = pageOf(
    context,
    rows.filter(({ properties }) => wanted(properties)),
    ({ name }) => name,
  );
  return pageAnswer(context, page.rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  return { status: 200, body: standardResource(context.scope, await assessedStandard(context)) };
}

export const noun: Noun = {
  type: 'regulatoryComplianceStandards',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview'],
  routes: [
    { method: 'GET', path, summary: 'List the standards of a subscription with their state', access, handle: list },
    { method: 'GET', path: `${path}/{standardName}`, summary: 'Get the state of a standard', access, handle: get },
  ],
};
