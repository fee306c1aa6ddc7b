import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerService/managedClusters', { kubernetesVersion: '1.33.7', ...properties });

export const recommendation: Recommendation = {
  key: 'kubernetes/apiServerAccess',
  assessmentKey: '1a2b5b4c-f80d-46e7-ac81-b51a9fb363de',
  metadata: {
    displayName: 'Kubernetes API server should be configured with restricted access',
    description:
      'The API server of a cluster rules over everything that runs in it. If it answers every address, a ' +
      'leaked token or an unpatched gap is enough to take the cluster over from anywhere.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Container', 'Networking'],
    threats: ['dataExfiltration', 'threatResistance'],
    remediationDescription:
      'Name the addresses of administrators and pipelines, or make the cluster private: az aks update ' +
      '--name <cluster> --resource-group <group> --api-server-authorized-ip-ranges <ranges>',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0e246bcf-5f6f-4f87-bc6f-775d4712c7ea',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerService/managedClusters'],
  judge({ properties }) {
    if (flagAt(properties, 'apiServerAccessProfile.enablePrivateCluster') === true)
      return healthy('The cluster is private.');
    const ranges = listAt(properties, 'apiServerAccessProfile.authorizedIPRanges');
    if (ranges && ranges.length > 0) {
      return ranges.includes('0.0.0.0/0')
        ? unhealthy('OpenToAllNetworks', 'The ranges hold every address.')
        : healthy();
    }
    // ARM leaves the profile out where nothing was set; fqdn is in the snapshot of every cluster with a public API server.
    const profile = valueAt(properties, 'apiServerAccessProfile') ?? null;
    return ranges !== undefined || (profile === null && wordAt(properties, 'fqdn') !== undefined)
      ? unhealthy('OpenToAllNetworks', 'The API server answers every address.')
      : missing('apiServerAccessProfile');
  },
  cases: [
    {
      name: 'named ranges',
      resource: cluster({ apiServerAccessProfile: { authorizedIPRanges: ['192.0.2.0/24'] } }),
      expect: 'Healthy',
    },
    {
      name: 'private',
      resource: cluster({ apiServerAccessProfile: { enablePrivateCluster: true } }),
      expect: 'Healthy',
    },
    {
      name: 'no ranges',
      resource: cluster({ apiServerAccessProfile: { authorizedIPRanges: [] } }),
      expect: 'Unhealthy',
    },
    { name: 'nothing was set', resource: cluster({ fqdn: 'shop.example.com' }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: cluster({}), expect: 'Unknown' },
    { name: 'profile of another shape', resource: cluster({ apiServerAccessProfile: {} }), expect: 'Unknown' },
  ],
};
