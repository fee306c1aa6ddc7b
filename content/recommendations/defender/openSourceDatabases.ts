import { judgePlan, planCases, planFix } from '../../../shared/core/posture/checks/defenderPlan';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'defender/openSourceDatabases',
  assessmentKey: 'b6a28450-dd5d-4ba4-8806-245e20ef6632',
  metadata: {
    displayName: 'Microsoft Defender for open-source relational databases should be enabled',
    description:
      'The plan finds brute force and unusual access to PostgreSQL and MySQL servers. While the plan is off ' +
      'nobody watches for these attacks on the resources of the subscription.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Microsoft charges for this plan per server; look at the pricing page first. Turn it on under ' +
      'Microsoft Defender for Cloud > Environment settings > the subscription, or run: az security pricing ' +
      'create --name OpenSourceRelationalDatabases --tier Standard',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0a9fbe0d-c5c4-4da8-87d8-f4fd77338835',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgePlan('OpenSourceRelationalDatabases'),
  quickFix: planFix('OpenSourceRelationalDatabases'),
  cases: planCases('OpenSourceRelationalDatabases'),
};
