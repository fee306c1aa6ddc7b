import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerService/managedClusters', properties);

/** All before it ended in 2021; which newer ones the service still supports changes every few months. */
const oldestMinor = 19;

export const recommendation: Recommendation = {
  key: 'kubernetes/supportedVersion',
  assessmentKey: '9e8a6d94-9583-5639-b098-7e8c2e7fae0f',
  metadata: {
    displayName: 'Kubernetes Services should be upgraded to a non-vulnerable Kubernetes version',
    description:
      'Versions before 1.19 get no fixes of known gaps any more, among them one that lets everyone who can ' +
      'reach the API server become administrator of the cluster (CVE-2018-1002105).',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Container'],
    threats: ['elevationOfPrivilege', 'threatResistance'],
    remediationDescription:
      'Look which versions the service offers (az aks get-upgrades), test the workloads, and upgrade one ' +
      'minor version at a time: az aks upgrade --name <cluster> --resource-group <group> ' +
      '--kubernetes-version <version>',
    controls: ['remediateVulnerabilities'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fb893a29-21bb-418c-a157-e99480ec364c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerService/managedClusters'],
  judge({ properties }) {
    const version = wordAt(properties, 'currentKubernetesVersion') ?? wordAt(properties, 'kubernetesVersion');
    const parts = /^v?([0-9]{1,4})\.([0-9]{1,4})(\.|$)/.exec(version ?? '');
    if (!parts) return missing('kubernetesVersion');
    const [major, minor] = [Number(parts[1]), Number(parts[2])];
    return major > 1 || (major === 1 && minor >= oldestMinor)
      ? healthy()
      : unhealthy('VulnerableVersion', `Kubernetes ${version} has known gaps that nobody fixes any more.`);
  },
  cases: [
    { name: 'a newer one', resource: cluster({ currentKubernetesVersion: '1.33.7' }), expect: 'Healthy' },
    { name: 'an old one', resource: cluster({ currentKubernetesVersion: '1.13.4' }), expect: 'Unhealthy' },
    { name: 'only what was asked for', resource: cluster({ kubernetesVersion: '1.18' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: cluster({}), expect: 'Unknown' },
    { name: 'no version', resource: cluster({ kubernetesVersion: 'latest' }), expect: 'Unknown' },
  ],
};
