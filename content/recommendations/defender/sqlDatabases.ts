import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/sqlDatabases',
  assessmentKey: '58d72d9d-0310-4792-9a3b-6dd111093cdb',
  metadata: {
    displayName: 'Microsoft Defender for Azure SQL Database servers should be enabled',
    description:
      'The plan finds SQL injection, unusual sign-ins and weak settings of databases. While the plan is off ' +
      'nobody watches for these attacks on the resources of the subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per server; look at the pricing page first. Turn it on under ' +
      'Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security pricing ' +
      'create --name SqlServers --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/7fe3b40f-802b-4cdd-8bd4-fd799c948cc2',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('SqlServers'),
  quickFix: planFix('SqlServers'),
  cases: planCases('SqlServers'),
};
