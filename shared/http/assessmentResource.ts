import type { Judgement, KeptVerdict } from '../model/judgement';
import type { Recommendation } from '../core/posture/recommendation';
import { badRequest } from './httpError';
import type { RequestContext } from './requestContext';

export interface Expand {
  metadata: boolean;
  links: boolean;
}

/** `$expand` of assessments: `metadata`, `links` or both. Throws HttpError 400 for anything else. */
export function readExpand({ query }: RequestContext): Expand {
  const asked = (query.get('$expand') ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const other = asked.find((one) => one !== 'metadata' && one !== 'links');
  if (other !== undefined)
    throw badRequest('InvalidExpand', `$expand takes 'metadata' and 'links', not '${other.slice(0, 64)}'.`);
  return { metadata: asked.includes('metadata'), links: asked.includes('links') };
}

/** Members of `properties.metadata` and of the metadata resource itself. */
export function metadataProperties({ metadata }: Recommendation): object {
  return {
    displayName: metadata.displayName,
    ...(metadata.policyDefinitionId && { policyDefinitionId: metadata.policyDefinitionId }),
    description: metadata.description,
    remediationDescription: metadata.remediationDescription,
    categories: metadata.categories,
    severity: metadata.severity,
    userImpact: metadata.userImpact,
    implementationEffort: metadata.implementationEffort,
    threats: metadata.threats,
    preview: metadata.preview ?? false,
    assessmentType: 'BuiltIn',
  };
}

/** One verdict as `Microsoft.Security/assessments`. The wire has no Unknown: it is NotApplicable with its cause, never healthy. */
export function assessmentResource(
  recommendation: Recommendation,
  { resourceId }: Judgement,
  verdict: KeptVerdict,
  expand: Expand,
  publicUrl: string,
): object {
  const { assessmentKey } = recommendation;
  const link = `${publicUrl}/#blade/RecommendationsBlade/assessmentKey/${assessmentKey}/resourceId/${encodeURIComponent(resourceId)}`;
  return {
    id: `${resourceId}/providers/Microsoft.Security/assessments/${assessmentKey}`,
    name: assessmentKey,
    type: 'Microsoft.Security/assessments',
    properties: {
      resourceDetails: { source: 'Azure', id: resourceId },
      displayName: recommendation.metadata.displayName,
      status: statusOf(verdict),
      ...(expand.metadata && { metadata: metadataProperties(recommendation) }),
      ...(expand.links && { links: { azurePortalUri: link, azurePortal: link.replace(/^https?:\/\//, '') } }),
    },
  };
}

const statusOf = ({ code, cause, description, firstEvaluatedAt, changedAt }: KeptVerdict): object => ({
  code: code === 'Unknown' ? 'NotApplicable' : code,
  ...(code === 'Unknown' ? { cause: cause ?? 'Unknown' } : cause && { cause }),
  ...(description && { description }),
  firstEvaluationDate: firstEvaluatedAt,
  statusChangeDate: changedAt,
});
