import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgePublicNetworkAccess } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DBforMariaDB/servers', properties);

export const recommendation: Recommendation = {
  key: 'database/mariaDbPublicAccess',
  assessmentKey: 'ab153e43-2fb5-0670-2117-70340851ea9b',
  metadata: {
    displayName: 'Public network access should be disabled for MariaDB servers',
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
      'server, or run: az mariadb server update --name <server> --resource-group <group> ' +
      '--public-network-access Disabled',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fdccbe47-f3e3-4213-ad5d-ea459b2fa077',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforMariaDB/servers'],
  judge: ({ properties }) => judgePublicNetworkAccess(properties, 'publicNetworkAccess'),
  cases: [
    { name: 'disabled', resource: server({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    { name: 'enabled', resource: server({ publicNetworkAccess: 'Enabled' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: server({ version: '8' }), expect: 'Unknown' },
  ],
};
