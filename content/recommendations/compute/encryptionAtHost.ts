import { record } from '../../../shared/core/posture/checks/setting';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const machine = (properties: Resource['properties']): Resource => ({
  id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/shop-worker',
  name: 'shop-worker',
  type: 'Microsoft.Compute/virtualMachines',
  location: 'westeurope',
  properties,
});

const storageProfile = {
  osDisk: { osType: 'Linux', name: 'shop-worker-os', createOption: 'FromImage' },
  dataDisks: [],
};

export const recommendation: Recommendation = {
  key: 'compute/encryptionAtHost',
  assessmentKey: 'efbbd784-656d-473a-9863-ea7693bfcd2a',
  metadata: {
    displayName: 'Virtual machines and virtual machine scale sets should have encryption at host enabled',
    description:
      'Managed disks are encrypted where they are stored, but temporary disks and the caches of disks lie in clear text on ' +
      'the host. Encryption at host encrypts these too, and the data on its way to storage.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Register the feature EncryptionAtHost of Microsoft.Compute in the subscription, stop and deallocate the machine, ' +
      'then run: az vm update --name <machine> --resource-group <group> --set securityProfile.encryptionAtHost=true ' +
      'and start it again. Some sizes do not support it: resize the machine first.',
    controls: ['enableEncryptionAtRest'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fc4d8e41-e223-45ea-9bf5-eada37891d87',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachineScaleSets'],
  judge({ properties }) {
    // Scale sets keep the profile of their machines one level deeper.
    const profile = record(properties['virtualMachineProfile']) ?? properties;
    const security = profile['securityProfile'];
    const enabled = security === undefined || security === null ? undefined : record(security)?.['encryptionAtHost'];
    if (enabled === true) return healthy();
    if (security !== undefined && security !== null && !record(security)) {
      return unknown('PropertyUnreadable', 'The security profile of the snapshot cannot be read.');
    }
    if (enabled !== undefined && enabled !== null && enabled !== false) {
      return unknown('PropertyUnreadable', 'securityProfile.encryptionAtHost is neither true nor false.');
    }
    // ARM leaves the setting out while it is off, but every whole snapshot has a storage profile.
    if (enabled !== false && !record(profile['storageProfile'])) {
      return unknown('PropertyMissing', 'The snapshot holds neither a security profile nor a storage profile.');
    }
    return unhealthy('EncryptionAtHostOff', 'Temporary disks and disk caches are not encrypted on the host.');
  },
  cases: [
    {
      name: 'enabled',
      resource: machine({ storageProfile, securityProfile: { encryptionAtHost: true } }),
      expect: 'Healthy',
    },
    {
      name: 'disabled',
      resource: machine({ storageProfile, securityProfile: { encryptionAtHost: false } }),
      expect: 'Unhealthy',
    },
    { name: 'never set', resource: machine({ storageProfile }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: machine({ provisioningState: 'Succeeded' }), expect: 'Unknown' },
    {
      name: 'setting is a text',
      resource: machine({ storageProfile, securityProfile: { encryptionAtHost: 'yes' } }),
      expect: 'Unknown',
    },
    {
      name: 'scale set with it enabled',
      resource: {
        ...machine({ virtualMachineProfile: { storageProfile, securityProfile: { encryptionAtHost: true } } }),
        id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachineScaleSets/shop-workers',
        type: 'Microsoft.Compute/virtualMachineScaleSets',
      },
      expect: 'Healthy',
    },
  ],
};
