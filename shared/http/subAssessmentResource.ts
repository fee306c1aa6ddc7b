import { ownerOfFinding, type SubAssessment } from '../core/posture/checks/subAssessment';

/**
 * Clients of 2019-01-01-preview, which all SDKs are, tell findings of servers apart by `ServerVulnerabilityAssessment`, as the REST
 * specification's discriminator has it, and keep no member of others. Newer versions, and exports, say `ServerVulnerability`.
 */
const kindIn = (apiVersion: string, kind: unknown): unknown =>
  kind === 'ServerVulnerability' && apiVersion === '2019-01-01-preview' ? 'ServerVulnerabilityAssessment' : kind;

/** One finding as `Microsoft.Security/assessments/subAssessments`. */
export function subAssessmentResource(
  resourceId: string,
  assessmentName: string,
  apiVersion: string,
  { name, from, additionalData, ...properties }: SubAssessment,
): object {
  return {
    id: `${resourceId}/providers/Microsoft.Security/assessments/${assessmentName}/subAssessments/${name}`,
    name,
    type: 'Microsoft.Security/assessments/subAssessments',
    properties: {
      ...properties,
      resourceDetails: { source: 'Azure', id: from === undefined ? resourceId : ownerOfFinding(from) },
      additionalData: {
        ...additionalData,
        assessedResourceType: kindIn(apiVersion, additionalData['assessedResourceType']),
      },
    },
  };
}
