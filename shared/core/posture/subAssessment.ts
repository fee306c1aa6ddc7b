import type { JsonObject } from '../../model/json';

/** Type of findings in the form of the API, as Defender for Cloud exports them. */
export const exportedFindingType = 'Microsoft.Security/assessments/subAssessments';

/** One finding behind a verdict, in the words of the API. */
export interface SubAssessment {
  /** Its own within the resource: last part of its ARM id. */
  name: string;
  /** What its finder calls it. */
  id: string;
  displayName: string;
  status: { code: 'Healthy' | 'Unhealthy' | 'NotApplicable'; severity: 'Low' | 'Medium' | 'High' };
  remediation?: string;
  category?: string;
  description?: string;
  impact?: string;
  /** ISO, UTC. */
  timeGenerated?: string;
  /** With `assessedResourceType`, which tells what else is there. */
  additionalData: JsonObject;
}
