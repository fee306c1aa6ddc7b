import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/keyVault',
  assessmentKey: 'b1af52e4-e968-4e2b-b6d0-6736c9651f0a',
  metadata: {
    displayName: 'Microsoft Defender for Key Vault should be enabled',
    description:
      'Defender for Key Vault finds unusual attempts to read keys and secrets. While the plan is off nobody ' +
      'watches for these attacks on the resources of the subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per vault; look at the pricing page first. Turn it on under ' +
      'Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security pricing ' +
      'create --name KeyVaults --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0e6763cc-5078-4e64-889d-ff4d9a839047',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('KeyVaults'),
  quickFix: planFix('KeyVaults'),
  cases: planCases('KeyVaults'),
};
