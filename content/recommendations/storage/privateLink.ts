import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'storage/privateLink',
  assessmentKey: 'cdc78c07-02b0-4af0-1cb2-cb7c672a8b0a',
  metadata: {
    displayName: 'Storage accounts should use private link',
    description:
      'Without a private endpoint blobs, files and tables are reached over an address that the whole ' +
      'Internet can try. Over a private endpoint traffic stays in your own virtual network, and the public ' +
      'address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the account, one for each of blob, file, queue and table in use. Link the ' +
      'private DNS zone of the service, test name resolution from a client, and then disable public network ' +
      'access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/6edd7eda-6dd8-40f7-810d-67160c639cd9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.Storage/storageAccounts', properties)),
};
