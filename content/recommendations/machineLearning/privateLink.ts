import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'machineLearning/privateLink',
  assessmentKey: '692343df-7e70-b082-7b0e-67f97146cea3',
  metadata: {
    displayName: 'Azure Machine Learning workspaces should use private link',
    description:
      'A workspace holds training data, models and the identities to reach more; without a private endpoint ' +
      'it answers on a public address. Over a private endpoint traffic stays in your own virtual network, ' +
      'and the public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the workspace. Link the private DNS zone of the service, test name ' +
      'resolution from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/45e05259-1eb5-4f70-9574-baf73e9d219b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.MachineLearningServices/workspaces'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) =>
    sampleResource('Microsoft.MachineLearningServices/workspaces', properties),
  ),
};
