import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'signalR/privateLink',
  assessmentKey: 'b6f84d18-0137-3176-6aa1-f4d9ac95155c',
  metadata: {
    displayName: 'Azure SignalR Service should use private link',
    description:
      'Messages between servers and clients of the service travel over an address that the whole Internet ' +
      'can try. Over a private endpoint traffic stays in your own virtual network, and the public address ' +
      'can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Private endpoint ' +
      'connections of the service (Standard tier or above). Link the private DNS zone of the service, test ' +
      'name resolution from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/2393d2cf-a342-44cd-a2e2-fe0188fd1234',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.SignalRService/SignalR'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) => sampleResource('Microsoft.SignalRService/SignalR', properties)),
};
