import type { ControlCount } from '../../../model/documents/score';
import type { JsonObject } from '../../../model/json';
import type { Recommendation } from '../../posture/recommendation';
import { controlScore, subscriptionScore } from '../../posture/score/secureScore';
import { type ControlKey, secureScoreControls } from '../../posture/score/secureScoreControls';

const enrichment = { action: 'Insert', apiVersion: '2020-01-01', isSnapshot: false };

const scoreUri = (subscriptionId: string): string =>
  `/subscriptions/${subscriptionId}/providers/Microsoft.Security/secureScores/ascScore`;

/** The overall score in the envelope of the control events. `pairs` is the subscription's weight. */
export function secureScorePayload(
  subscriptionId: string,
  controls: Record<string, ControlCount>,
  pairs: number,
): JsonObject {
  return {
    securityEventDataEnrichment: enrichment,
    id: scoreUri(subscriptionId),
    name: 'ascScore',
    type: 'Microsoft.Security/secureScores',
    properties: { displayName: 'ASC score', score: { ...subscriptionScore(controls) }, weight: pairs },
  };
}

/** One control with its definition, as captured from Defender for Cloud's export. */
export function secureScoreControlPayload(
  subscriptionId: string,
  key: ControlKey,
  count: ControlCount,
  recommendations: Recommendation[],
): JsonObject {
  const { id, displayName, maxScore } = secureScoreControls[key];
  const { max, current, percentage, weight } = controlScore(key, count);
  const members = recommendations.filter(({ metadata }) => metadata.controls.includes(key));
  return {
    securityEventDataEnrichment: enrichment,
    id: `${scoreUri(subscriptionId)}/secureScoreControls/${id}`,
    name: id,
    type: 'Microsoft.Security/secureScores/secureScoreControls',
    properties: {
      displayName,
      healthyResourceCount: count.healthy,
      unhealthyResourceCount: count.unhealthy,
      notApplicableResourceCount: count.notApplicable,
      score: { max, current, percentage },
      weight,
      definition: {
        id: `/providers/Microsoft.Security/secureScoreControlDefinitions/${id}`,
        name: id,
        type: 'Microsoft.Security/secureScoreControlDefinitions',
        properties: {
          source: { sourceType: 'BuiltIn' },
          displayName,
          maxScore,
          assessmentDefinitions: members.map(({ assessmentKey }) => ({
            id: `/providers/Microsoft.Security/assessmentMetadata/${assessmentKey}`,
          })),
        },
      },
    },
  };
}
