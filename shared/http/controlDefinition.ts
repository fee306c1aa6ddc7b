import { secureScoreControls, type ControlKey } from '../core/posture/score/secureScoreControls';
import type { Catalogue } from './catalogue';

/** A secure score control with the recommendations that count in it; the same in every subscription. */
export function controlDefinition(key: ControlKey, catalogue: Catalogue): { name: string } & Record<string, unknown> {
  const { id, displayName, maxScore } = secureScoreControls[key];
  const members = catalogue.all.filter(({ metadata }) => metadata.controls.includes(key));
  return {
    id: `/providers/Microsoft.Security/secureScoreControlDefinitions/${id}`,
    name: id,
    type: 'Microsoft.Security/secureScoreControlDefinitions',
    properties: {
      source: { sourceType: 'BuiltIn' },
      displayName,
      description: `${displayName}: at most ${maxScore} points, shared by the resources that its recommendations apply to.`,
      maxScore,
      assessmentDefinitions: members.map(({ assessmentKey }) => ({
        id: `/providers/Microsoft.Security/assessmentMetadata/${assessmentKey}`,
      })),
    },
  };
}
