import { notApplicable, type Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const instance = (properties: Resource['properties'] = {}): Resource =>
  sampleResource('Microsoft.Sql/managedInstances', { state: 'Ready', ...properties });

const policy = (properties: Resource['properties']): Resource =>
  sampleChild(instance(), 'securityAlertPolicies', 'Default', properties);

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
  judge({ kind }, graph) {
    if (kind?.toLowerCase().includes('analytics')) {
      return notApplicable('SynapseServer', 'Servers of Synapse workspaces are protected through their workspace.');
    }
    const policy = graph
      .ofType('Microsoft.Sql/managedInstances/securityAlertPolicies')
      .find(({ name }) => name.toLowerCase() === 'default');
    return judgeWord(
      policy?.properties,
      'state',
      { right: ['enabled'], wrong: ['disabled', 'new'] },
      { cause: 'ThreatDetectionOff', description: 'Threat detection of the server is off.' },
    );
  },
  cases: [
    { name: 'on', resource: instance(), related: [policy({ state: 'Enabled' })], expect: 'Healthy' },
    { name: 'off', resource: instance(), related: [policy({ state: 'Disabled' })], expect: 'Unhealthy' },
    { name: 'policy without state', resource: instance(), related: [policy({})], expect: 'Unknown' },
    { name: 'policy not collected', resource: instance(), expect: 'Unknown' },
  ],
};
