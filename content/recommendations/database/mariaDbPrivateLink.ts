import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'database/mariaDbPrivateLink',
  assessmentKey: 'ca9b93fe-6f1f-676c-2f31-d20f88fdbe56',
  metadata: {
    displayName: 'Private endpoint should be enabled for MariaDB servers',
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
      'Create a private endpoint in the virtual network of the clients and approve it: Private endpoint ' +
      'connections of the server. Link the private DNS zone of the service, test name resolution from a ' +
      'client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0a1302fb-a631-4106-9753-f3d494733990',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforMariaDB/servers'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.DBforMariaDB/servers', properties)),
};
