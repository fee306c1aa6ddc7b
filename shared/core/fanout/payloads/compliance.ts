import type { JsonObject } from '../../../model/json';
import { assessmentLink } from '../../assessmentLink';
import type { ComplianceChange } from '../../posture/compliance/complianceChanges';

/** The state of an assessment within a control, as captured from Defender for Cloud's export: the type is plural there. */
export function compliancePayload(
  subscriptionId: string,
  { standard, control, assessment }: ComplianceChange,
  publicUrl: string,
): JsonObject {
  const { name, description, state, counts } = assessment;
  const within = `/subscriptions/${subscriptionId}/providers/Microsoft.Security/regulatoryComplianceStandards/${standard}`;
  return {
    securityEventDataEnrichment: {
      action: 'Write',
      apiVersion: '2019-01-01-preview',
      isSnapshot: false,
      interval: '00:00:00',
    },
    id: `${within}/regulatoryComplianceControls/${control}/regulatoryComplianceAssessments/${name}`,
    name,
    type: 'Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls/regulatoryComplianceAssessments',
    properties: {
      description,
      state,
      scope: 'Subscription',
      passedResources: counts.passed,
      failedResources: counts.failed,
      skippedResources: counts.skipped,
      assessmentType: 'AssessmentResult',
      assessmentDetailsLink: assessmentLink(publicUrl, name),
    },
  };
}
