import type { Recommendation } from '../../../shared/core/posture/recommendation';
import {
  attestationCases,
  attestationFix,
  judgeAttestation,
} from '../../../shared/core/posture/checks/guestAttestation';

export const recommendation: Recommendation = {
  key: 'compute/guestAttestationLinux',
  assessmentKey: 'e94a7421-fc27-7a4d-e9ba-2ba01384cacd',
  metadata: {
    displayName: 'Guest Attestation extension should be installed on supported Linux virtual machines',
    description:
      'The machine has a virtual TPM that measures how it starts, but nobody asks for the measurements. With the extension a root kit in the boot chain shows as a failed attestation.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['threatResistance', 'missingCoverage'],
    remediationDescription:
      'Install the extension GuestAttestation of the publisher Microsoft.Azure.Security.LinuxAttestation, for example with the quick fix; the machine needs a system-assigned identity, Secure Boot and vTPM.',
    controls: ['remediateSecurityConfigurations'],
    preview: true,
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/672fe5a1-2fcd-42d7-b85d-902b6e28c6ff',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgeAttestation('Linux'),
  quickFix: attestationFix,
  cases: attestationCases('Linux'),
};
