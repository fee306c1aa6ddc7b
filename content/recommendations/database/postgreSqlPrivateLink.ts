import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'database/postgreSqlPrivateLink',
  assessmentKey: 'c5b83aed-f53d-5201-8ffb-1f9938de410a',
  metadata: {
    displayName: 'Private endpoint should be enabled for PostgreSQL servers',
    description:
      'Without a private endpoint a database server is reached over an address that the whole Internet can ' +
      'try to sign in to. Over a private endpoint traffic stays in your own virtual network, and the public ' +
      'address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the server. Link the private DNS zone of the service, test name resolution ' +
      'from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0564d078-92f5-4f97-8398-b9f58a51f70b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforPostgreSQL/flexibleServers', 'Microsoft.DBforPostgreSQL/servers'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.DBforPostgreSQL/flexibleServers', properties)),
};
