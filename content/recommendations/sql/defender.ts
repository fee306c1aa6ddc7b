import { notApplicable, type Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties'] = {}, kind = 'v12.0'): Resource =>
  sampleResource('Microsoft.Sql/servers', { version: '12.0', ...properties }, { kind });

const policy = (properties: Resource['properties']): Resource =>
  sampleChild(server(), 'securityAlertPolicies', 'Default', properties);

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
  judge({ kind }, graph) {
    if (kind?.toLowerCase().includes('analytics')) {
      return notApplicable('SynapseServer', 'Servers of Synapse workspaces are protected through their workspace.');
    }
    const policy = graph
      .ofType('Microsoft.Sql/servers/securityAlertPolicies')
      .find(({ name }) => name.toLowerCase() === 'default');
    return judgeWord(
      policy?.properties,
      'state',
      { right: ['enabled'], wrong: ['disabled', 'new'] },
      { cause: 'ThreatDetectionOff', description: 'Threat detection of the server is off.' },
    );
  },
  cases: [
    { name: 'on', resource: server(), related: [policy({ state: 'Enabled' })], expect: 'Healthy' },
    { name: 'off', resource: server(), related: [policy({ state: 'Disabled' })], expect: 'Unhealthy' },
    { name: 'policy without state', resource: server(), related: [policy({})], expect: 'Unknown' },
    { name: 'policy not collected', resource: server(), expect: 'Unknown' },
  ],
};
