import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const instance = (properties: Resource['properties'] = {}): Resource =>
  sampleResource('Microsoft.Sql/managedInstances', { state: 'Ready', ...properties });

export const recommendation: Recommendation = {
  key: 'sqlManagedInstance/publicEndpoint',
  assessmentKey: 'a2624c52-2937-400c-af9d-3bf2d97382bf',
  metadata: {
    displayName: 'Azure SQL Managed Instances should disable public network access',
    description:
      'The public endpoint of a managed instance can be tried by everyone who guesses a password. Without ' +
      'it the instance is reached from inside its virtual network only.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'Connect all clients through the virtual network, peering or a private endpoint, then turn off ' +
      '"Public endpoint (data)" under Security > Networking, or run: az sql mi update --name <instance> ' +
      '--resource-group <group> --public-data-endpoint-enabled false',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/9dfea752-dd46-4766-aed1-c355fa93fb91',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/managedInstances'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'publicDataEndpointEnabled', false, {
      cause: 'PublicEndpoint',
      description: 'The instance answers on a public endpoint.',
    }),
  cases: [
    { name: 'off', resource: instance({ publicDataEndpointEnabled: false }), expect: 'Healthy' },
    { name: 'on', resource: instance({ publicDataEndpointEnabled: true }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: instance(), expect: 'Unknown' },
  ],
};
