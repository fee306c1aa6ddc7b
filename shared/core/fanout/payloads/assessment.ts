import type { CountedCode, Judgement, KeptVerdict } from '../../../model/judgement';
import type { JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import { assessmentLink, portalLinks } from '../../assessmentLink';
import type { Recommendation } from '../../posture/recommendation';

/** On the wire there is no Unknown: it is NotApplicable with its cause, as what is exempt. */
export const wireCode = (code: CountedCode): 'Healthy' | 'Unhealthy' | 'NotApplicable' =>
  code === 'Healthy' || code === 'Unhealthy' ? code : 'NotApplicable';

/**
 * One assessment as Defender for Cloud exports it. `verdict` is the state now, or the last one known when the action is
 * Delete.
 */
export function assessmentPayload(
  recommendation: Recommendation,
  judgement: Judgement,
  verdict: KeptVerdict,
  action: 'Insert' | 'Delete',
  { tenantId, publicUrl }: { tenantId: string; publicUrl: string },
): JsonObject {
  const { metadata, assessmentKey } = recommendation;
  const { name, type } = parseResourceId(judgement.resourceId);
  const enrichment = { action, apiVersion: '2019-01-01', isSnapshot: false };
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
      links: portalLinks(assessmentLink(publicUrl, assessmentKey, judgement.resourceId)),
    },
  };
}
