import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { firmwareCases, judgeFirmware } from '../../../shared/core/posture/checks/trustedLaunch';

export const recommendation: Recommendation = {
  key: 'compute/vtpm',
  assessmentKey: '861bbc73-0a55-8d1d-efc6-e92d9e1176e0',
  metadata: {
    displayName: 'vTPM should be enabled on supported virtual machines',
    description:
      'A virtual TPM measures what the machine starts, from firmware to drivers. Without it nobody can prove from outside that the machine started as it should, and BitLocker and the like have no safe place for keys.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'threatResistance'],
    remediationDescription:
      'Deallocate the machine, turn on vTPM under Settings > Configuration, or run: az vm update --name <machine> --resource-group <group> --enable-vtpm true, and start it.',
    controls: ['remediateSecurityConfigurations'],
    preview: true,
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1c30f9cd-b84c-49cc-aa2c-9288447cc3b3',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeFirmware('vTpmEnabled'),
  cases: firmwareCases('vTpmEnabled'),
};
