import { notApplicable, type Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeThreatDetection, threatDetectionCases } from '../../../shared/core/posture/checks/sqlThreatDetection';

const server = (kind: string) => sampleResource('Microsoft.Sql/servers', { version: '12.0' }, { kind });

export const recommendation: Recommendation = {
  key: 'sql/defender',
  assessmentKey: '400a6682-992c-4726-9549-629fbc3b988f',
  metadata: {
    displayName: 'Microsoft Defender for SQL should be enabled for unprotected Azure SQL servers',
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
      'server, or for all servers by the plan of the subscription, or run: az sql server ' +
      'advanced-threat-protection-setting update --name <server> --resource-group <group> --state Enabled',
    controls: ['remediateVulnerabilities'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/abfb4388-5bf4-4ad7-ba82-2cd2f41ceae9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge(server, graph) {
    return server.kind?.toLowerCase().includes('analytics')
      ? notApplicable('SynapseServer', 'Servers of Synapse workspaces are protected through their workspace.')
      : judgeThreatDetection(server, graph);
  },
  cases: [
    ...threatDetectionCases(server('v12.0')),
    { name: 'server of a Synapse workspace', resource: server('v12.0,analytics'), expect: 'NotApplicable' },
  ],
};
