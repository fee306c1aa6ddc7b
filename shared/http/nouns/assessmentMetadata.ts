import { isWrittenKey } from '../../core/posture/plan/writtenRecommendation';
import type { Recommendation } from '../../core/posture/recommendation';
import { allPages } from '../../flows/allPages';
import { assessmentMetadataOf } from '../../flows/policies/saveAssessmentMetadata';
import type { AssessmentMetadataDocument } from '../../model/policy';
import { parseResourceId } from '../../model/resourceId';
import { metadataProperties } from '../assessmentResource';
import { notFound } from '../httpError';
import type { Access, Answer, Noun, Route } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { deleteMetadata, putMetadata, writtenMetadata } from '../writtenAssessments';

/** Metadata ids are those of the tenant, also when they are read in a subscription. */
const resourceOf = (recommendation: Recommendation): object => ({
  id: `/providers/Microsoft.Security/assessmentMetadata/${recommendation.assessmentKey}`,
  name: recommendation.assessmentKey,
  type: 'Microsoft.Security/assessmentMetadata',
  properties: metadataProperties(recommendation),
});

/** In a subscription also what clients write and what policies assigned there make: in the tenant only what is shipped. */
async function list(context: RequestContext): Promise<Answer> {
  const subscriptionId = subscriptionOf(context);
  const rows = new Map<string, object>();
  const assigned = subscriptionId === '' ? [] : ((await context.deps.assignedIn?.(subscriptionId)) ?? []);
  for (const one of [...context.catalogue.all, ...assigned]) rows.set(one.assessmentKey, resourceOf(one));
  for (const one of subscriptionId === '' ? [] : await writtenIn(context, subscriptionId))
    rows.set(one.name.toLowerCase(), writtenMetadata(one));
  const page = pageOf(context, [...rows], ([name]) => name);
  return pageAnswer(
    context,
    page.rows.map(([, row]) => row),
    page.continuation,
  );
}

const subscriptionOf = ({ scope }: RequestContext): string => parseResourceId(scope).subscriptionId;

async function writtenIn({ deps }: RequestContext, subscriptionId: string): Promise<AssessmentMetadataDocument[]> {
  const found: AssessmentMetadataDocument[] = [];
  const filter = { scope: `/subscriptions/${subscriptionId}`, kind: 'assessmentMetadata' as const };
  for await (const one of allPages((options) => deps.ports.policies.list(filter, options))) found.push(one);
  return found;
}

async function get(context: RequestContext): Promise<Answer> {
  const name = context.param('assessmentMetadataName');
  const subscriptionId = subscriptionOf(context);
  const written =
    subscriptionId === '' ? undefined : await assessmentMetadataOf(context.deps.ports, subscriptionId, name);
  if (written) return { status: 200, body: writtenMetadata(written) };
  const found = context.catalogue.byAssessmentKey(name);
  const isHere = found !== undefined && (subscriptionId !== '' || context.catalogue.all.includes(found));
  if (!isHere || isWrittenKey(found.key)) throw notFound(`The assessment metadata '${name.slice(0, 80)}'`);
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
    {
      method: 'PUT',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Security/assessmentMetadata/{assessmentMetadataName}',
      summary: 'Save metadata of assessments of your own: CustomerManaged, or VerifiedPartner',
      access: { permission: 'managePolicies', on: 'scope' },
      handle: putMetadata,
    },
    {
      method: 'DELETE',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Security/assessmentMetadata/{assessmentMetadataName}',
      summary: 'Remove metadata of your own, and its assessments with it',
      access: { permission: 'managePolicies', on: 'scope' },
      handle: deleteMetadata,
    },
  ],
};
