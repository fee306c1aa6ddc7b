import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'database/mySqlPrivateLink',
  assessmentKey: 'cec4922b-1eb3-cb74-660b-ffad9b9ac642',
  metadata: {
    displayName: 'Private endpoint should be enabled for MySQL servers',
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
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/7595c971-233d-4bcf-bd18-596129188c49',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforMySQL/flexibleServers', 'Microsoft.DBforMySQL/servers'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.DBforMySQL/flexibleServers', properties)),
};
