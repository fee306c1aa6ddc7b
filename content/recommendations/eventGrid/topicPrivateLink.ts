import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'eventGrid/topicPrivateLink',
  assessmentKey: 'bdac9c7b-b9b8-f572-0450-f161c430861c',
  metadata: {
    displayName: 'Azure Event Grid topics should use private link',
    description:
      'Whoever holds a key of a topic can publish events that others act upon, and without a private ' +
      'endpoint can do so from anywhere. Over a private endpoint traffic stays in your own virtual network, ' +
      'and the public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the topic. Link the private DNS zone of the service, test name resolution ' +
      'from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4b90e17e-8448-49db-875e-bd83fb6f804f',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.EventGrid/topics'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.EventGrid/topics', properties)),
};
