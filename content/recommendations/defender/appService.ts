import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/appService',
  assessmentKey: '0876ef51-fee7-449d-ba1e-f2662c7e43c6',
  metadata: {
    displayName: 'Microsoft Defender for App Service should be enabled',
    description:
      'Defender for App Service looks at requests and at the machines behind apps for signs of attack. ' +
      'While the plan is off nobody watches for these attacks on the resources of the subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per instance of a plan; look at the pricing page first. Turn it on ' +
      'under Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security ' +
      'pricing create --name AppServices --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/2913021d-f2fd-4f3d-b958-22354e2bdbcb',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('AppServices'),
  quickFix: planFix('AppServices'),
  cases: planCases('AppServices'),
};
