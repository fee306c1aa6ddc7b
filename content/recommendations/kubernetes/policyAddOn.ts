import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, missing, record, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerService/managedClusters', { kubernetesVersion: '1.33.7', ...properties });

export const recommendation: Recommendation = {
  key: 'kubernetes/policyAddOn',
  assessmentKey: '08e628db-e2ed-4793-bc91-d13e684401c3',
  metadata: {
    displayName: 'Azure Kubernetes Service clusters should have the Azure Policy add-on for Kubernetes installed',
    description:
      'With the add-on the rules of Azure Policy are checked as workloads are admitted: privileged ' +
      'containers, host paths, images from elsewhere, missing limits. Without it nobody checks.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Container'],
    threats: ['missingCoverage', 'elevationOfPrivilege'],
    remediationDescription:
      'Turn the add-on on, then assign the initiative for pod security in audit mode before you deny ' +
      'anything: az aks enable-addons --addons azure-policy --name <cluster> --resource-group <group>',
    controls: [
      'remediateVulnerabilities',
      'remediateSecurityConfigurations',
      'manageAccessAndPermissions',
      'restrictUnauthorizedNetworkAccess',
      'protectAgainstDdos',
    ],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0a15ec92-a229-4763-bb14-0ea34a568f8d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerService/managedClusters'],
  judge: ({ properties }) => {
    const enabled =
      flagAt(properties, 'addonProfiles.azurePolicy.enabled') ??
      flagAt(properties, 'addonProfiles.azurepolicy.enabled');
    if (enabled === true) return healthy();
    // ARM leaves an add-on out that was never on, and all profiles where none was; node pools are in every whole snapshot.
    const profiles = valueAt(properties, 'addonProfiles') ?? (listAt(properties, 'agentPoolProfiles') && {});
    const never =
      record(profiles) && ['azurepolicy', 'azurePolicy'].every((name) => valueAt(profiles, name) === undefined);
    return enabled === false || never
      ? unhealthy('AddOnOff', 'The Azure Policy add-on is off.')
      : missing('addonProfiles.azurepolicy.enabled');
  },
  cases: [
    { name: 'on', resource: cluster({ addonProfiles: { azurepolicy: { enabled: true } } }), expect: 'Healthy' },
    { name: 'off', resource: cluster({ addonProfiles: { azurepolicy: { enabled: false } } }), expect: 'Unhealthy' },
    {
      name: 'only other add-ons',
      resource: cluster({ addonProfiles: { omsagent: { enabled: true } } }),
      expect: 'Unhealthy',
    },
    { name: 'no add-ons', resource: cluster({ agentPoolProfiles: [{ name: 'system' }] }), expect: 'Unhealthy' },
    { name: 'add-on without state', resource: cluster({ addonProfiles: { azurepolicy: {} } }), expect: 'Unknown' },
    { name: 'partial snapshot', resource: cluster({}), expect: 'Unknown' },
  ],
};
