import { partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { listAt, valueAt } from '../../../shared/core/posture/checks/setting';

/** A managed disk has an id, one of one's own a file in a storage account; a new one may show neither yet. */
const isUnmanaged = (disk: unknown): boolean => valueAt(disk, 'vhd') !== undefined && valueAt(disk, 'vhd') !== null;
const isManaged = (disk: unknown): boolean =>
  typeof valueAt(disk, 'managedDisk') === 'object' && !!valueAt(disk, 'managedDisk');

const profile = (osDisk: object, ...dataDisks: object[]) =>
  sampleVm('Linux', { storageProfile: { osDisk: { osType: 'Linux', ...osDisk }, dataDisks } });
const managed = { managedDisk: { id: 'disk-1' } };
const file = { vhd: { uri: 'https://shopdisks.blob.core.windows.net/vhds/os.vhd' } };

export const recommendation: Recommendation = {
  key: 'compute/managedDisks',
  // A policy of Microsoft's, which Defender for Cloud has no assessment of: UUIDv5 (URL) of the key.
  assessmentKey: '653cfb28-9d6f-5216-816c-b0ec36de0d09',
  metadata: {
    displayName: 'Virtual machines should use managed disks',
    description:
      'Disks of this machine are files in a storage account: whoever holds a key of the account can copy or change them, they have no encryption and no access rules of their own, and Azure retires them.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute', 'Data'],
    threats: ['dataExfiltration', 'threatResistance'],
    remediationDescription:
      'Deallocate the machine and convert all its disks: az vm deallocate --name <machine> --resource-group <group>; az vm convert --name <machine> --resource-group <group>. Then remove the files from the storage account.',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/06a78e20-9358-41c9-923c-fb736d382a4d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge({ properties }) {
    const [osDisk, dataDisks] = [
      valueAt(properties, 'storageProfile.osDisk'),
      listAt(properties, 'storageProfile.dataDisks'),
    ];
    const disks = [osDisk, ...(dataDisks ?? [])];
    if (disks.some(isUnmanaged)) return unhealthy('UnmanagedDisk', 'At least one disk is a file in a storage account.');
    return dataDisks && disks.every(isManaged)
      ? healthy()
      : unknown('PropertyMissing', 'The snapshot does not tell what all disks are.');
  },
  cases: [
    { name: 'all managed', resource: profile(managed, { lun: 0, ...managed }), expect: 'Healthy' },
    { name: 'a file as disk of the system', resource: profile(file), expect: 'Unhealthy' },
    { name: 'a file among the data disks', resource: profile(managed, { lun: 0, ...file }), expect: 'Unhealthy' },
    { name: 'a disk that shows neither', resource: profile({ name: 'os' }), expect: 'Unknown' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
