import { partitionOf } from '../../core/documentIds';
import { byType, resourceGraph } from '../../core/posture/resourceGraph';
import type { SubAssessment } from '../../core/posture/checks/subAssessment';
import { listFindings, type ListedFinding } from '../../flows/inventory/listFindings';
import { parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import { listReadable } from '../listReadable';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { subAssessmentResource } from '../subAssessmentResource';

const all = '{scope}/providers/Microsoft.Security/subAssessments';
const path = '{scope}/providers/Microsoft.Security/assessments/{assessmentName}/subAssessments';

/** Findings of every assessment at or below a scope. */
async function listAll(context: RequestContext): Promise<Answer> {
  const { catalogue, deps } = context;
  const recommendations = [...catalogue.all, ...catalogue.assigned];
  const listed = await listReadable<ListedFinding>(
    context,
    readPage(context),
    ({ resourceId }) => resourceId,
    (scope, page) => listFindings(deps.ports, recommendations, scope, page),
  );
  const rows = listed.items.map(({ resourceId, assessmentKey, finding }) =>
    subAssessmentResource(resourceId, assessmentKey, context.apiVersion, finding),
  );
  return pageAnswer(context, rows, listed.continuation);
}

/** The findings behind one assessment of one resource; an assessment without findings has none. */
async function findingsOf(context: RequestContext): Promise<SubAssessment[]> {
  const { id } = parseResourceId(context.scope);
  const recommendation = context.catalogue.byAssessmentKey(context.param('assessmentName'));
  const documents = await context.deps.ports.resources.load(partitionOf(id));
  const judged = documents.find(({ resourceId }) => parseResourceId(resourceId).id === id);
  if (!recommendation || !judged) {
    throw notFound(`The assessment '${context.param('assessmentName').slice(0, 80)}' of '${context.scope}'`);
  }
  const graph = resourceGraph(judged.resource, byType(documents.map(({ resource }) => resource)));
  return recommendation.subAssessments?.(judged.resource, graph) ?? [];
}

const armOf = (context: RequestContext, finding: SubAssessment): object =>
  subAssessmentResource(context.scope, context.param('assessmentName'), context.apiVersion, finding);

async function list(context: RequestContext): Promise<Answer> {
  const { rows, continuation } = pageOf(context, await findingsOf(context), ({ name }) => name);
  return pageAnswer(
    context,
    rows.map((row) => armOf(context, row)),
    continuation,
  );
}

async function get(context: RequestContext): Promise<Answer> {
  const name = context.param('subAssessmentName').toLowerCase();
  const found = (await findingsOf(context)).find((one) => one.name.toLowerCase() === name);
  if (!found) throw notFound(`The finding '${name.slice(0, 80)}' of '${context.scope}'`);
  return { status: 200, body: armOf(context, found) };
}

export const noun: Noun = {
  type: 'subAssessments',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview', '2020-01-01'],
  routes: [
    {
      method: 'GET',
      path: all,
      summary: 'List the findings behind all assessments of a scope',
      access: { permission: 'read', on: 'within' },
      paged: true,
      handle: listAll,
    },
    {
      method: 'GET',
      path,
      summary: 'List the findings behind one assessment of a resource',
      access: { permission: 'read', on: 'scope' },
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: `${path}/{subAssessmentName}`,
      summary: 'Get one finding behind an assessment of a resource',
      access: { permission: 'read', on: 'scope' },
      handle: get,
    },
  ],
};
