import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { firmwareCases, judgeFirmware } from '../../../shared/core/posture/checks/trustedLaunch';

export const recommendation: Recommendation = {
  key: 'compute/secureBootWindows',
  assessmentKey: '69ad830b-d98c-b1cf-2158-9d69d38c7093',
  metadata: {
    displayName: 'Secure Boot should be enabled on supported Windows virtual machines',
    description:
      'Without Secure Boot the machine starts any boot loader and driver, also one that somebody has put a root kit into and that no program inside can see.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'threatResistance'],
    remediationDescription:
      'Deallocate the machine, turn on Secure Boot under Settings > Configuration, or run: az vm update --name <machine> --resource-group <group> --enable-secure-boot true, and start it. Drivers that are not signed no longer load.',
    controls: ['remediateSecurityConfigurations'],
    preview: true,
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/97566dd7-78ae-4997-8b36-1c7bfe0d8121',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeFirmware('secureBootEnabled', 'Windows'),
  cases: firmwareCases('secureBootEnabled', 'Windows'),
};
