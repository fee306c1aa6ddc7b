import { diskEncryptionCases, judgeDiskEncryption } from '../../../shared/core/posture/checks/diskEncryption';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { linuxFactsOf, sampleArcMachine } from '../../../shared/core/posture/checks/machineCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

const arc = sampleArcMachine('Linux');
const volumes = (...encrypted: (boolean | undefined)[]) =>
  linuxFactsOf(arc, {
    diskEncryption: encrypted.map((one, at) => ({
      mountPoint: `/data${at}`,
      device: `/dev/sd${'abc'[at]}1`,
      fileSystem: 'ext4',
      ...(one !== undefined && { encrypted: one }),
    })),
  });

export const recommendation: Recommendation = {
  key: 'machine/linuxDiskEncryption',
  assessmentKey: 'a40cc620-e72c-fdf4-c554-c6ca2cd705c0',
  metadata: {
    displayName: 'Linux virtual machines should enable Azure Disk Encryption or EncryptionAtHost.',
    description:
      'Disks of this machine hold data in clear text somewhere between the machine and the storage: temporary disks, caches, or volumes of a machine outside Azure. Who gets at the host or the disk reads it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute', 'Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Enable encryption at host: deallocate the machine, run az vm update --name <machine> --resource-group <group> --set securityProfile.encryptionAtHost=true, and start it. Outside Azure, put the named volumes on LUKS (cryptsetup luksFormat) when the machine is next rebuilt; /boot may stay plain.',
    controls: ['enableEncryptionAtRest'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/ca88aadc-6e2b-416c-9de2-5a0f01d1693f',
  },
  freshnessHours: 24,
  appliesTo: machineTypes,
  judge: judgeDiskEncryption('Linux', /^linuxvmencryption/i),
  cases: [
    ...diskEncryptionCases('Linux', 'LinuxVMEncryption', 'AzureDiskEncryptionForLinux'),
    { name: 'all volumes on LUKS', resource: arc, related: [volumes(true, true)], expect: 'Healthy' },
    { name: 'a plain volume', resource: arc, related: [volumes(true, false)], expect: 'Unhealthy' },
    { name: 'a volume that cannot be judged', resource: arc, related: [volumes(true, undefined)], expect: 'Unknown' },
    { name: 'a machine outside Azure without facts', resource: arc, expect: 'Unknown' },
  ],
};
