import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'containerRegistry/privateLink',
  assessmentKey: '13e7d036-6903-821c-6018-962938929bf0',
  metadata: {
    displayName: 'Container registries should use private link',
    description:
      'Images that clusters run are worth stealing and more worth changing; without a private endpoint ' +
      'everyone on the Internet may try. Over a private endpoint traffic stays in your own virtual network, ' +
      'and the public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Container', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'access of the registry (Premium tier). Link the private DNS zone of the service, test name ' +
      'resolution from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e8eef0a8-67cf-4eb4-9386-14b0e78733d4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerRegistry/registries'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.ContainerRegistry/registries', properties)),
};
