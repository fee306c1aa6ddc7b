import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, missing, record, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerService/managedClusters', { kubernetesVersion: '1.33.7', ...properties });

export const recommendation: Recommendation = {
  key: 'kubernetes/defenderProfile',
  assessmentKey: '56a83a6e-c417-42ec-b567-1e6fcb3d09a9',
  metadata: {
    displayName: 'Azure Kubernetes Service clusters should have Defender profile enabled',
    description:
      'The profile puts a sensor on every node that watches processes and connections of containers. ' +
      'Without it an attack inside the cluster is seen by nobody.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Container'],
    threats: ['missingCoverage', 'threatResistance'],
    remediationDescription:
      'Turn on Microsoft Defender for Containers for the subscription, then the profile of the cluster: az ' +
      'aks update --enable-defender --name <cluster> --resource-group <group>',
    controls: ['enableEnhancedSecurityFeatures'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a1840de2-8088-4ea8-b153-b4c723e9cb01',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerService/managedClusters'],
  judge({ properties }) {
    const enabled = flagAt(properties, 'securityProfile.defender.securityMonitoring.enabled');
    if (enabled === true) return healthy();
    // ARM leaves out `defender`, or the whole profile, where it was never on; node pools are in every whole snapshot.
    const profile = valueAt(properties, 'securityProfile') ?? (listAt(properties, 'agentPoolProfiles') && {});
    const never = record(profile) && valueAt(profile, 'defender') === undefined;
    return enabled === false || never
      ? unhealthy('ProfileOff', 'The Defender profile of the cluster is off.')
      : missing('securityProfile.defender.securityMonitoring.enabled');
  },
  cases: [
    {
      name: 'on',
      resource: cluster({ securityProfile: { defender: { securityMonitoring: { enabled: true } } } }),
      expect: 'Healthy',
    },
    {
      name: 'off',
      resource: cluster({ securityProfile: { defender: { securityMonitoring: { enabled: false } } } }),
      expect: 'Unhealthy',
    },
    { name: 'never on', resource: cluster({ securityProfile: {} }), expect: 'Unhealthy' },
    { name: 'no profile at all', resource: cluster({ agentPoolProfiles: [{ name: 'system' }] }), expect: 'Unhealthy' },
    { name: 'profile of another shape', resource: cluster({ securityProfile: { defender: {} } }), expect: 'Unknown' },
    { name: 'partial snapshot', resource: cluster({}), expect: 'Unknown' },
  ],
};
