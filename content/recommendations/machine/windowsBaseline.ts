import { baselineCases, judgeBaseline } from '../../../shared/core/posture/checks/guestBaseline';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'machine/windowsBaseline',
  assessmentKey: '8c3d9ad0-3639-4686-9cd2-2b2ab2609bda',
  metadata: {
    displayName: 'Windows machines should meet requirements for the Azure compute security baseline',
    description:
      'Settings of this machine differ from the baseline for Windows: audit policy, user rights, security options, network protocols. Each makes one step of an attack easier or hides it.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'accountBreach', 'threatResistance'],
    remediationDescription:
      'Open the guest assignment AzureWindowsBaseline of the machine: its reasons name each setting with the value that was found and the one wanted. Change them by group policy where your applications allow it, and exempt the machine where they do not.',
    controls: ['remediateSecurityConfigurations'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/72650e9f-97bc-4b2a-ab5f-9781a9fcecbc',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeBaseline('Windows', /^azurewindowsbaseline/i),
  cases: baselineCases('Windows', 'AzureWindowsBaseline'),
};
