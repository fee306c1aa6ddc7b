import { partitionOf } from '../../core/documentIds';
import { writtenRecommendation } from '../../core/posture/plan/writtenRecommendation';
import { assessmentMetadataOf } from '../../flows/policies/saveAssessmentMetadata';
import { parseResourceId } from '../../model/resourceId';
import { listAssessments } from '../assessmentList';
import { assessmentResource, readExpand } from '../assessmentResource';
import { notFound } from '../httpError';
import { readableScopes } from '../managementGroup';
import { scoreImpacts } from '../scoreImpacts';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { deleteAssessment, putAssessment } from '../writtenAssessments';

const path = '{scope}/providers/Microsoft.Security/assessments';

async function list(context: RequestContext): Promise<Answer> {
  const expand = readExpand(context);
  const { findings } = context.deps.ports;
  const scopes = readableScopes(context.caller, context.scope);
  const page = await listAssessments(findings, context.catalogue, scopes, readPage(context));
  const impactOf = scoreImpacts(context);
  const rows: object[] = [];
  for (const { recommendation, judgement, verdict } of page.rows) {
    const scoreImpact = await impactOf(judgement, recommendation);
    const { publicUrl } = context;
    rows.push(assessmentResource(recommendation, judgement, verdict, { expand, publicUrl, scoreImpact }));
  }
  return pageAnswer(context, rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const expand = readExpand(context);
  const { id } = parseResourceId(context.scope);
  const name = context.param('assessmentName');
  const { ports } = context.deps;
  // What a client wrote just now is known here before it is in the catalogue, and two subscriptions may use one name.
  const own = await assessmentMetadataOf(ports, parseResourceId(id).subscriptionId, name);
  const recommendation = own ? writtenRecommendation(own) : context.catalogue.byAssessmentKey(name);
  const found = recommendation && (await ports.findings.judgement(partitionOf(id), id));
  const verdict = recommendation && found?.judgement.verdicts[recommendation.key];
  if (!verdict)
    throw notFound(`The assessment '${context.param('assessmentName').slice(0, 80)}' of '${context.scope}'`);
  const { judgement } = found!;
  const { publicUrl } = context;
  const scoreImpact = await scoreImpacts(context)(judgement, recommendation);
  return {
    status: 200,
    body: assessmentResource(recommendation, judgement, verdict, { expand, publicUrl, scoreImpact }),
  };
}

export const noun: Noun = {
  type: 'assessments',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview', '2020-01-01', '2021-06-01'],
  routes: [
    {
      method: 'GET',
      path,
      summary: 'List the assessments of resources at or below a scope',
      access: { permission: 'read', on: 'within' },
      handle: list,
    },
    {
      method: 'GET',
      path: `${path}/{assessmentName}`,
      summary: 'Get the assessment of one resource',
      access: { permission: 'read', on: 'scope' },
      handle: get,
    },
    {
      method: 'PUT',
      path: `${path}/{assessmentName}`,
      summary: 'Write an assessment of your own metadata about a resource of the inventory',
      access: { permission: 'writeAssessment', on: 'scope' },
      handle: putAssessment,
    },
    {
      method: 'DELETE',
      path: `${path}/{assessmentName}`,
      summary: 'Remove an assessment that a client wrote',
      access: { permission: 'writeAssessment', on: 'scope' },
      handle: deleteAssessment,
    },
  ],
};
