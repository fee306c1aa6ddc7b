import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/servers',
  assessmentKey: '56a6e81f-7413-4f72-9a1b-aaeeaa87c872',
  metadata: {
    displayName: 'Microsoft Defender for Servers should be enabled',
    description:
      'Defender for Servers watches processes, sign-ins and files of machines and scans them for ' +
      'vulnerabilities. While the plan is off nobody watches for these attacks on the resources of the ' +
      'subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per machine and hour; look at the pricing page first. Turn it on ' +
      'under Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security ' +
      'pricing create --name VirtualMachines --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4da35fc9-c9e7-4960-aec9-797fe7d9051d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('VirtualMachines'),
  quickFix: planFix('VirtualMachines', { subPlan: 'P2' }),
  cases: planCases('VirtualMachines'),
};
