import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cache = (properties: Resource['properties']): Resource => sampleResource('Microsoft.Cache/Redis', properties);

export const recommendation: Recommendation = {
  key: 'cache/virtualNetwork',
  assessmentKey: 'be264018-593c-1162-bd5e-b74a39396652',
  metadata: {
    displayName: 'Azure Cache for Redis should reside within a virtual network',
    description:
      'A cache outside your own networks answers on a public address, and its key is all that protects it. ' +
      'Inside a virtual network, or behind a private endpoint, others cannot even try.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'Create the cache anew in a subnet (Premium tier), or create a private endpoint and disable public ' +
      'network access: az redis update --name <cache> --resource-group <group> --set ' +
      'publicNetworkAccess=Disabled',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/7d092e0a-7acd-40d2-a975-dca21cae48c4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Cache/Redis'],
  judge({ properties }) {
    if (wordAt(properties, 'subnetId')) return healthy();
    if (wordAt(properties, 'publicNetworkAccess') === 'disabled') return healthy('Private endpoints only.');
    // ARM leaves subnetId out where there is none; hostName is in every whole snapshot of a cache.
    return wordAt(properties, 'hostName') === undefined || valueAt(properties, 'subnetId') !== undefined
      ? missing('subnetId')
      : unhealthy('OutsideNetworks', 'The cache is in no virtual network and answers on a public address.');
  },
  cases: [
    { name: 'in a subnet', resource: cache({ subnetId: '/subscriptions/x/subnets/cache' }), expect: 'Healthy' },
    { name: 'private endpoints only', resource: cache({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    {
      name: 'outside',
      resource: cache({ hostName: 'shop.example.com', publicNetworkAccess: 'Enabled' }),
      expect: 'Unhealthy',
    },
    { name: 'partial snapshot', resource: cache({ port: 6379 }), expect: 'Unknown' },
  ],
};
