import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'eventGrid/domainPrivateLink',
  assessmentKey: 'bef092f5-bea7-3df3-1ee8-4376dd9c111e',
  metadata: {
    displayName: 'Azure Event Grid domains should use private link',
    description:
      'Whoever holds a key of a domain can publish events that others act upon, and without a private ' +
      'endpoint can do so from anywhere. Over a private endpoint traffic stays in your own virtual network, ' +
      'and the public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'endpoint connections of the domain. Link the private DNS zone of the service, test name resolution ' +
      'from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/9830b652-8523-49cc-b1b3-e17dce1127ca',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.EventGrid/domains'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.EventGrid/domains', properties)),
};
