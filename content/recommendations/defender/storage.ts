import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/storage',
  assessmentKey: '1be22853-8ed1-4005-9907-ddad64cb1417',
  metadata: {
    displayName: 'Microsoft Defender for Storage should be enabled',
    description:
      'Defender for Storage finds unusual access, leaked signatures and malware in what is uploaded. While ' +
      'the plan is off nobody watches for these attacks on the resources of the subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per account, and by volume for malware scans; look at the pricing ' +
      'page first. Turn it on under Microsoft Defender for Cloud > Environment settings > the subscription, ' +
      'or run: az security pricing create --name StorageAccounts --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/640d2586-54d2-465f-877f-9ffc1d2109f4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('StorageAccounts'),
  quickFix: planFix('StorageAccounts', { subPlan: 'DefenderForStorageV2' }),
  cases: planCases('StorageAccounts'),
};
