import { baselineCases, judgeBaseline } from '../../../shared/core/posture/checks/guestBaseline';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'machine/linuxBaseline',
  assessmentKey: '1f655fb7-63ca-4980-91a3-56dbc2b715c6',
  metadata: {
    displayName: 'Linux machines should meet requirements for the Azure compute security baseline',
    description:
      'Settings of this machine differ from the baseline for Linux: services that nobody needs, weak file modes, lax logging or network settings. Each makes one step of an attack easier.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'accountBreach', 'threatResistance'],
    remediationDescription:
      'Open the guest assignment AzureLinuxBaseline of the machine: its reasons name each setting with the value that was found and the one wanted. Change them where your applications allow it, and exempt the machine where they do not.',
    controls: ['remediateSecurityConfigurations'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fc9b3da7-8347-4380-8e70-0a0361d8dedd',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeBaseline('Linux', /^azurelinuxbaseline/i),
  cases: baselineCases('Linux', 'AzureLinuxBaseline'),
};
