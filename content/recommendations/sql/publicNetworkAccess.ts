import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgePublicNetworkAccess } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties'] = {}, kind = 'v12.0'): Resource =>
  sampleResource('Microsoft.Sql/servers', { version: '12.0', ...properties }, { kind });

export const recommendation: Recommendation = {
  key: 'sql/publicNetworkAccess',
  assessmentKey: '22e93e92-4a31-b4cd-d640-3ef908430aa6',
  metadata: {
    displayName: 'Public network access on Azure SQL Database should be disabled',
    description:
      'A server with a public address can be tried by everyone who guesses a password or finds a gap in its ' +
      'firewall rules. Without one it is reached through private endpoints only.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'Create private endpoints for all clients first, then set "Public network access" to Disable under ' +
      'Security > Networking, or run: az sql server update --name <server> --resource-group <group> ' +
      '--enable-public-network false',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1b8ca024-1d5c-4dec-8995-b1a932b41780',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge: ({ properties }) => judgePublicNetworkAccess(properties),
  cases: [
    { name: 'disabled', resource: server({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    { name: 'enabled', resource: server({ publicNetworkAccess: 'Enabled' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: server(), expect: 'Unknown' },
    { name: 'another word', resource: server({ publicNetworkAccess: 'SecuredByPerimeter' }), expect: 'Unknown' },
  ],
};
