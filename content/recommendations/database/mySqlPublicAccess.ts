import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgePublicNetworkAccess, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DBforMySQL/flexibleServers', properties);

export const recommendation: Recommendation = {
  key: 'database/mySqlPublicAccess',
  assessmentKey: 'd5d090f1-7d5c-9b38-7344-0ede8343276d',
  metadata: {
    displayName: 'Public network access should be disabled for MySQL servers',
    description:
      'A database server with a public address can be tried by everyone who guesses a password or finds a ' +
      'gap in its firewall rules. Without one it is reached from your own networks only.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'Create private endpoints for all clients first, then disable "Public access" under Networking of the ' +
      'server, or run: az mysql flexible-server update --name <server> --resource-group <group> ' +
      '--public-access Disabled',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/d9844e8a-1437-4aeb-a32c-0c992f056095',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforMySQL/flexibleServers', 'Microsoft.DBforMySQL/servers'],
  judge: ({ properties }) =>
    judgePublicNetworkAccess(
      properties,
      valueAt(properties, 'network') === undefined ? 'publicNetworkAccess' : 'network.publicNetworkAccess',
    ),
  cases: [
    { name: 'disabled', resource: server({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    {
      name: 'flexible server, enabled',
      resource: server({ network: { publicNetworkAccess: 'Enabled' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'flexible server, disabled',
      resource: server({ network: { publicNetworkAccess: 'Disabled' } }),
      expect: 'Healthy',
    },
    { name: 'enabled', resource: server({ publicNetworkAccess: 'Enabled' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: server({ version: '8' }), expect: 'Unknown' },
  ],
};
