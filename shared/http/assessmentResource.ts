import { assessmentLink, portalLinks } from '../core/assessmentLink';
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

/** API versions before 2025-05-04, which are those spoken here, know neither apps nor containers as categories: they are Compute. */
const categoriesBefore2025 = (categories: Recommendation['metadata']['categories']): string[] => [
  ...new Set(categories.map((name) => (name === 'AppServices' || name === 'Container' ? 'Compute' : name))),
];

/** Members of `properties.metadata` and of the metadata resource itself. */
export function metadataProperties({ metadata }: Recommendation): object {
  return {
    displayName: metadata.displayName,
    ...(metadata.policyDefinitionId && { policyDefinitionId: metadata.policyDefinitionId }),
    description: metadata.description,
    remediationDescription: metadata.remediationDescription,
    categories: categoriesBefore2025(metadata.categories),
    severity: metadata.severity,
    userImpact: metadata.userImpact,
    implementationEffort: metadata.implementationEffort,
    threats: metadata.threats,
    preview: metadata.preview ?? false,
    assessmentType: metadata.assessmentType ?? 'BuiltIn',
    ...(metadata.partnerData && { partnerData: metadata.partnerData }),
  };
}

/**
 * What Skywarden adds to an assessment: points that the score rises by when this resource passes, how old its snapshot may be
 * and since when it is older, and what an exemption hides.
 */
function ownFacts({ freshnessHours }: Recommendation, { staleSince, exemption }: KeptVerdict, scoreImpact: number) {
  return {
    scoreImpact,
    freshnessSlaHours: freshnessHours,
    stale: staleSince !== undefined,
    ...(staleSince && { staleSince }),
    ...(exemption && {
      exemptionId: exemption.id,
      exemptionCategory: exemption.category,
      statusBeforeExemption: exemption.code,
    }),
  };
}

/** One verdict as `Microsoft.Security/assessments`. The wire has no Unknown: it is NotApplicable with its cause, never healthy. */
export function assessmentResource(
  recommendation: Recommendation,
  { resourceId }: Judgement,
  verdict: KeptVerdict,
  { expand, publicUrl, scoreImpact }: { expand: Expand; publicUrl: string; scoreImpact: number },
): object {
  const facts = ownFacts(recommendation, verdict, scoreImpact);
  const { assessmentKey } = recommendation;
  const id = `${resourceId}/providers/Microsoft.Security/assessments/${assessmentKey}`;
  return {
    id,
    name: assessmentKey,
    type: 'Microsoft.Security/assessments',
    properties: {
      resourceDetails: { source: 'Azure', id: resourceId },
      displayName: recommendation.metadata.displayName,
      status: statusOf(verdict),
      // SDK clients drop members that the specification does not name; the string map they keep.
      additionalData: {
        ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)])),
        ...(recommendation.subAssessments &&
          verdict.code === 'Unhealthy' && { subAssessmentsLink: `${id}/subAssessments` }),
        ...verdict.additionalData,
      },
      ...facts,
      ...(expand.metadata && { metadata: metadataProperties(recommendation) }),
      ...(expand.links && { links: portalLinks(assessmentLink(publicUrl, assessmentKey, resourceId)) }),
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
