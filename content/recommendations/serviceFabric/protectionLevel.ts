import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, missing, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ServiceFabric/clusters', properties);

const level = (value: string) => [{ name: 'Security', parameters: [{ name: 'ClusterProtectionLevel', value }] }];

export const recommendation: Recommendation = {
  key: 'serviceFabric/protectionLevel',
  assessmentKey: '7f04fc0c-4a3d-5c7e-ce19-666cb871b510',
  metadata: {
    displayName: 'Service Fabric clusters should have the ClusterProtectionLevel property set to EncryptAndSign',
    description:
      'Nodes of a cluster talk to each other all the time. Only at the level EncryptAndSign are these ' +
      'messages encrypted and signed, so that nobody in the same network reads or forges them.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['dataSpillage'],
    remediationDescription:
      'Add the parameter ClusterProtectionLevel with the value EncryptAndSign to the section Security of ' +
      'the fabric settings: az sf cluster setting set --cluster-name <cluster> --resource-group <group> ' +
      '--section Security --parameter ClusterProtectionLevel --value EncryptAndSign',
    controls: ['enableEncryptionAtRest'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/617c02be-7f02-4efd-8836-3180d47b6c68',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ServiceFabric/clusters'],
  judge({ properties }) {
    const sections = listAt(properties, 'fabricSettings');
    if (!sections) return missing('fabricSettings');
    const named = (list: unknown[] | undefined, name: string): unknown =>
      (list ?? []).find((member) => wordAt(member, 'name') === name);
    const security = named(sections, 'security');
    const level = wordAt(named(listAt(security, 'parameters'), 'clusterprotectionlevel'), 'value');
    return level === 'encryptandsign'
      ? healthy()
      : unhealthy('NotEncrypted', 'Messages between the nodes of the cluster are not both encrypted and signed.');
  },
  cases: [
    { name: 'encrypted and signed', resource: cluster({ fabricSettings: level('EncryptAndSign') }), expect: 'Healthy' },
    { name: 'signed only', resource: cluster({ fabricSettings: level('Sign') }), expect: 'Unhealthy' },
    { name: 'never set', resource: cluster({ fabricSettings: [] }), expect: 'Unhealthy' },
    { name: 'settings not in the snapshot', resource: cluster({ clusterState: 'Ready' }), expect: 'Unknown' },
  ],
};
