import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'keyVault/privateLink',
  assessmentKey: '2e96bc2f-1972-e471-9e70-ae58d41e9d2a',
  metadata: {
    displayName: 'Private endpoint should be configured for Key Vault',
    description:
      'A vault without a private endpoint hands out keys and secrets over an address that the whole ' +
      'Internet can try. Over a private endpoint traffic stays in your own virtual network, and the public ' +
      'address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the vault. Link the private DNS zone of the service, test name resolution ' +
      'from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a6abeaec-4d90-4a02-805f-6b26c4d3fbe9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.KeyVault/vaults'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph, 'tenantId'),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.KeyVault/vaults', properties), 'tenantId'),
};
