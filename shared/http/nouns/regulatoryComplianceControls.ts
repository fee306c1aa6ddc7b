import { assessedControl, assessedStandard, controlResource } from '../compliance';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import { readPropertyFilter } from '../propertyFilter';
import type { RequestContext } from '../requestContext';

const path =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Security/regulatoryComplianceStandards/{standardName}/regulatoryComplianceControls';
const access = { permission: 'read', on: 'scope' } as const;

async function list(context: RequestContext): Promise<Answer> {
  const wanted = readPropertyFilter(context.query.get('$filter'));
  const standard = await assessedStandard(context);
  const rows = standard.controls.map((control) => controlResource(context.scope, standard, control));
  const page = pageOf(
    context,
    rows.filter(({ properties }) => wanted(properties)),
    ({ name }) => name,
  );
  return pageAnswer(context, page.rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const { standard, control } = await assessedControl(context);
  return { status: 200, body: controlResource(context.scope, standard, control) };
}

export const noun: Noun = {
  type: 'regulatoryComplianceControls',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview'],
  routes: [
    { method: 'GET', path, summary: 'List the controls of a standard with their state', access, handle: list },
    { method: 'GET', path: `${path}/{controlName}`, summary: 'Get the state of a control', access, handle: get },
  ],
};
