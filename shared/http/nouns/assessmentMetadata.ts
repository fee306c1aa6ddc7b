import type { Recommendation } from '../../core/posture/recommendation';
import { metadataProperties } from '../assessmentResource';
import { notFound } from '../httpError';
import type { Access, Answer, Noun, Route } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

/** Metadata ids are those of the tenant, also when they are read in a subscription. */
const resourceOf = (recommendation: Recommendation): object => ({
  id: `/providers/Microsoft.Security/assessmentMetadata/${recommendation.assessmentKey}`,
  name: recommendation.assessmentKey,
  type: 'Microsoft.Security/assessmentMetadata',
  properties: metadataProperties(recommendation),
});

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, context.catalogue.all, ({ assessmentKey }) => assessmentKey);
  return pageAnswer(context, page.rows.map(resourceOf), page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const name = context.param('assessmentMetadataName');
  const found = context.catalogue.byAssessmentKey(name);
  if (!found) throw notFound(`The assessment metadata '${name.slice(0, 80)}'`);
  return { status: 200, body: resourceOf(found) };
}

const routesAt = (scope: string, access: Access): Route[] => [
  {
    method: 'GET',
    path: `${scope}/providers/Microsoft.Security/assessmentMetadata`,
    summary: 'List the metadata of all recommendations',
    access,
    handle: list,
  },
  {
    method: 'GET',
    path: `${scope}/providers/Microsoft.Security/assessmentMetadata/{assessmentMetadataName}`,
    summary: 'Get the metadata of a recommendation',
    access,
    handle: get,
  },
];

export const noun: Noun = {
  type: 'assessmentMetadata',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview', '2020-01-01', '2021-06-01'],
  routes: [
    ...routesAt('', 'anyone'),
    ...routesAt('/subscriptions/{subscriptionId}', { permission: 'read', on: 'within' }),
  ],
};
