import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { firmwareCases, judgeFirmware } from '../../../shared/core/posture/checks/trustedLaunch';

export const recommendation: Recommendation = {
  key: 'compute/secureBootLinux',
  assessmentKey: '0396b18c-41aa-489c-affd-4ee5d1714a59',
  metadata: {
    displayName: 'Secure Boot should be enabled on your Linux virtual machine',
    description:
      'Without Secure Boot the machine starts any boot loader and kernel, also one that somebody has put a root kit into and that no program inside can see.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'threatResistance'],
    remediationDescription:
      'Check that all kernel modules are signed (mokutil, modinfo), deallocate the machine, turn on Secure Boot under Settings > Configuration, or run: az vm update --name <machine> --resource-group <group> --enable-secure-boot true, and start it.',
    controls: ['remediateSecurityConfigurations'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeFirmware('secureBootEnabled', 'Linux'),
  cases: firmwareCases('secureBootEnabled', 'Linux'),
};
