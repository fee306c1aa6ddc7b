import type { Recommendation } from '../../../shared/core/posture/recommendation';
import {
  attestationCases,
  attestationFix,
  judgeAttestation,
} from '../../../shared/core/posture/checks/guestAttestation';

export const recommendation: Recommendation = {
  key: 'compute/guestAttestationWindows',
  assessmentKey: '874b14bd-b49e-495a-88c6-46acb89b0a33',
  metadata: {
    displayName: 'Guest Attestation extension should be installed on supported Windows virtual machines',
    description:
      'The machine has a virtual TPM that measures how it starts, but nobody asks for the measurements. With the extension a root kit in the boot chain shows as a failed attestation.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['threatResistance', 'missingCoverage'],
    remediationDescription:
      'Install the extension GuestAttestation of the publisher Microsoft.Azure.Security.WindowsAttestation, for example with the quick fix; the machine needs a system-assigned identity, Secure Boot and vTPM.',
    controls: ['remediateSecurityConfigurations'],
    preview: true,
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1cb4d9c2-f88f-4069-bee0-dba239a57b09',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeAttestation('Windows'),
  quickFix: attestationFix,
  cases: attestationCases('Windows'),
};
