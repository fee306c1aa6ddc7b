import type { CountedCode, Judgement, KeptVerdict } from '../../../model/judgement';
import type { JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import type { Recommendation } from '../../posture/recommendation';

/** On the wire there is no Unknown: it is NotApplicable with its cause, as what is exempt. */
export const wireCode = (code: CountedCode): 'Healthy' | 'Unhealthy' | 'NotApplicable' =>
  code === 'Healthy' || code === 'Unhealthy' ? code : 'NotApplicable';

/**
 * One assessment as Defender for Cloud exports it. `verdict` is the state now, or the last one known when the action is
 * Delete. `links` carries both spellings that consumers read; the one from captures has no scheme.
 */
export function assessmentPayload(
  recommendation: Recommendation,
  judgement: Judgement,
  verdict: KeptVerdict,
  action: 'Insert' | 'Delete',
  tenantId: string,
): JsonObject {
  const { metadata, assessmentKey } = recommendation;
  const { id, name, type } = parseResourceId(judgement.resourceId);
  const enrichment = { action, apiVersion: '2019-01-01', isSnapshot: false };
  const link = `portal.azure.com/#blade/Microsoft_Azure_Security/RecommendationsBlade/assessmentKey/${assessmentKey}/resourceId/${encodeURIComponent(id)}`;
  return {
    assessmentEventDataEnrichment: enrichment,
    securityEventDataEnrichment: enrichment,
    tenantId,
    type: 'Microsoft.Security/assessments',
    kind: null,
    location: judgement.location || null,
    id: `${judgement.resourceId}/providers/Microsoft.Security/assessments/${assessmentKey}`,
    name: assessmentKey,
    tags: null,
    properties: {
      resourceDetails: {
        source: 'Azure',
        id: judgement.resourceId,
        resourceName: judgement.resourceName || name,
        resourceType: judgement.resourceType || type,
        resourceProvider: (judgement.resourceType || type).split('/')[0] ?? '',
        nativeResourceId: judgement.resourceId,
      },
      displayName: metadata.displayName,
      status: {
        code: wireCode(verdict.code),
        ...(verdict.cause && { cause: verdict.cause }),
        ...(verdict.description && { description: verdict.description }),
        statusChangeDate: verdict.changedAt,
        firstEvaluationDate: verdict.firstEvaluatedAt,
      },
      additionalData: {},
      metadata: {
        displayName: metadata.displayName,
        assessmentType: metadata.assessmentType ?? 'BuiltIn',
        policyDefinitionId: metadata.policyDefinitionId ?? '',
        description: metadata.description,
        remediationDescription: metadata.remediationDescription,
        categories: metadata.categories,
        severity: metadata.severity,
        userImpact: metadata.userImpact,
        implementationEffort: metadata.implementationEffort,
        threats: metadata.threats.map((threat) => threat.charAt(0).toUpperCase() + threat.slice(1)),
      },
      links: { azurePortal: link, azurePortalUri: `https://${link}` },
    },
  };
}
