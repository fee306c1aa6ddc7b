import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeThreatDetection, threatDetectionCases } from '../../../shared/core/posture/checks/sqlThreatDetection';

export const recommendation: Recommendation = {
  key: 'sqlManagedInstance/defender',
  assessmentKey: 'ff6dbca8-d93c-49fc-92af-dc25da7faccd',
  metadata: {
    displayName: 'Microsoft Defender for SQL should be enabled for unprotected SQL Managed Instances',
    description:
      'Without threat detection nobody hears of SQL injection, of sign-ins from unusual places or of ' +
      'guessed passwords. Defender for SQL also looks for weak settings of the databases.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage', 'maliciousInsider'],
    remediationDescription:
      'Microsoft charges for it per server. Turn it on under Security > Microsoft Defender for Cloud of the ' +
      'server, or for all servers by the plan of the subscription, or run: az sql mi ' +
      'advanced-threat-protection-setting update --managed-instance <instance> --resource-group <group> ' +
      '--state Enabled',
    controls: ['remediateVulnerabilities'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/abfb7388-5bf4-4ad7-ba99-2cd2f41cebb9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/managedInstances'],
  judge: judgeThreatDetection,
  cases: threatDetectionCases(sampleResource('Microsoft.Sql/managedInstances', { state: 'Ready' })),
};
