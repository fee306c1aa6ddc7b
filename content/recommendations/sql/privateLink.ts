import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'sql/privateLink',
  assessmentKey: '75396512-3323-9be4-059d-32ecb113c3de',
  metadata: {
    displayName: 'Private endpoint connections on Azure SQL Database should be enabled',
    description:
      'Without a private endpoint queries and their answers travel to an address that the whole Internet ' +
      'can try to sign in to. Over a private endpoint traffic stays in your own virtual network, and the ' +
      'public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Security > ' +
      'Networking > Private access of the server. Link the private DNS zone of the service, test name ' +
      'resolution from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/7698e800-9299-47a6-b3b6-5a0fee576eed',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.Sql/servers', properties)),
};
