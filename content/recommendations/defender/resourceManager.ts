import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/resourceManager',
  assessmentKey: 'f0fb2a7e-16d5-849f-be57-86db712e9bd0',
  metadata: {
    displayName: 'Microsoft Defender for Resource Manager should be enabled',
    description:
      'The plan looks at what is done to resources through Azure Resource Manager for signs of a stolen ' +
      'identity. While the plan is off nobody watches for these attacks on the resources of the ' +
      'subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per subscription; look at the pricing page first. Turn it on under ' +
      'Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security pricing ' +
      'create --name Arm --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/c3d20c29-b36d-48fe-808b-99a87530ad99',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('Arm'),
  quickFix: planFix('Arm'),
  cases: planCases('Arm'),
};
