import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'cosmos/privateLink',
  assessmentKey: '80dc29d6-9887-4071-a66c-e763376c2de3',
  metadata: {
    displayName: 'CosmosDB accounts should use private link',
    description:
      'Without a private endpoint the documents of an account are reached over an address that the whole ' +
      'Internet can try. Over a private endpoint traffic stays in your own virtual network, and the public ' +
      'address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'access of the account. Link the private DNS zone of the service, test name resolution from a client, ' +
      'and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/58440f8a-10c5-4151-bdce-dfbaad4a20b7',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DocumentDB/databaseAccounts'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph, 'documentEndpoint'),
  cases: privateEndpointCases(
    (properties) => sampleResource('Microsoft.DocumentDB/databaseAccounts', properties),
    'documentEndpoint',
  ),
};
