import { judgePrivateEndpoint, privateEndpointCases } from '../../../shared/core/posture/checks/privateEndpoint';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'appConfiguration/privateLink',
  assessmentKey: '8318c3a1-fcac-2e1d-9582-50912e5578e5',
  metadata: {
    displayName: 'App Configuration should use private link',
    description:
      'Settings of applications name their databases and services; without a private endpoint they are read ' +
      'over a public address. Over a private endpoint traffic stays in your own virtual network, and the ' +
      'public address can be closed.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Create a private endpoint in the virtual network of the clients and approve it: Networking > Private ' +
      'Access of the store (Standard tier). Link the private DNS zone of the service, test name resolution ' +
      'from a client, and then disable public network access.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/ca610c1d-041c-4332-9d88-7ed3094967c7',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.AppConfiguration/configurationStores'],
  judge: (resource, graph) => judgePrivateEndpoint(resource, graph),
  cases: privateEndpointCases((properties) =>
    sampleResource('Microsoft.AppConfiguration/configurationStores', properties),
  ),
};
