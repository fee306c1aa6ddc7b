import type { JsonObject } from '../../../model/json';

/** Type of findings in the form of the API, as Defender for Cloud exports them. */
export const exportedFindingType = 'Microsoft.Security/assessments/subAssessments';

/** The resource that a stored finding lies below. */
export const ownerOfFinding = (id: string): string =>
  id.replace(/\/providers\/(?:Microsoft\.Security|Skywarden)\/.*$/i, '');

/** One finding behind a verdict, in the words of the API. */
export interface SubAssessment {
  /** Its own within the resource: last part of its ARM id. */
  name: string;
  /** Id of the stored record that it is made of; not for the API. */
  from?: string;
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
