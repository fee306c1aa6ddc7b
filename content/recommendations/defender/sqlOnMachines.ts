import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/sqlOnMachines',
  assessmentKey: '6ac66a74-761f-4a59-928a-d373eea3f028',
  metadata: {
    displayName: 'Microsoft Defender for SQL servers on machines should be enabled',
    description:
      'The plan covers SQL servers that run on machines of your own, in Azure or elsewhere, as it does ' +
      'databases of Azure. While the plan is off nobody watches for these attacks on the resources of the ' +
      'subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per server; look at the pricing page first. Turn it on under ' +
      'Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security pricing ' +
      'create --name SqlServerVirtualMachines --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/6581d072-105e-4418-827f-bd446d56421b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('SqlServerVirtualMachines'),
  quickFix: planFix('SqlServerVirtualMachines'),
  cases: planCases('SqlServerVirtualMachines'),
};
