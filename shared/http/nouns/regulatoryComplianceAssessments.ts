import { assessedControl, assessmentResource, controlResource } from '../compliance';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import { readPropertyFilter } from '../propertyFilter';
import type { RequestContext } from '../requestContext';

const path =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Security/regulatoryComplianceStandards/{standardName}' +
  '/regulatoryComplianceControls/{controlName}/regulatoryComplianceAssessments';
const access = { permission: 'read', on: 'scope' } as const;

async function rowsOf(context: RequestContext): Promise<ReturnType<typeof assessmentResource>[]> {
  const { standard, control } = await assessedControl(context);
  const above = controlResource(context.scope, standard, control);
  return control.assessments.map((assessment) => assessmentResource(above, assessment, context.publicUrl));
}

async function list(context: RequestContext): Promise<Answer> {
  const wanted = readPropertyFilter(context.query.get('$filter'));
  const rows = (await rowsOf(context)).filter(({ properties }) => wanted(properties));
  const page = pageOf(context, rows, ({ name }) => name);
  return pageAnswer(context, page.rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const name = context.param('assessmentName').toLowerCase();
  const found = (await rowsOf(context)).find((row) => row.name.toLowerCase() === name);
  if (!found) throw notFound(`The assessment '${name.slice(0, 80)}'`);
  return { status: 200, body: found };
}

export const noun: Noun = {
  type: 'regulatoryComplianceAssessments',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview'],
  routes: [
    { method: 'GET', path, summary: 'List what a control is judged by, with its state', access, handle: list },
    { method: 'GET', path: `${path}/{assessmentName}`, summary: 'Get one of them', access, handle: get },
  ],
};
