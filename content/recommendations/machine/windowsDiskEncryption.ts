import { diskEncryptionCases, judgeDiskEncryption } from '../../../shared/core/posture/checks/diskEncryption';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'machine/windowsDiskEncryption',
  assessmentKey: '0cb5f317-a94b-6b80-7212-13a9cc8826af',
  metadata: {
    displayName: 'Windows virtual machines should enable Azure Disk Encryption or EncryptionAtHost.',
    description:
      'Temporary disks and the caches of disks of this machine lie in clear text on its host, since neither encryption at host nor BitLocker by Azure Disk Encryption is on.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute', 'Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Enable encryption at host: register the feature EncryptionAtHost of Microsoft.Compute, deallocate the machine, run az vm update --name <machine> --resource-group <group> --set securityProfile.encryptionAtHost=true, and start it again.',
    controls: ['enableEncryptionAtRest'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/3dc5edcd-002d-444c-b216-e123bbfa37c0',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeDiskEncryption('Windows', /^windowsvmencryption/i),
  cases: diskEncryptionCases('Windows', 'WindowsVMEncryption', 'AzureDiskEncryption'),
};
