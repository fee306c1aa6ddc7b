import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const variable = (properties: Resource['properties']): Resource =>
  sampleChild(sampleResource('Microsoft.Automation/automationAccounts', {}), 'variables', 'connection', properties);

export const recommendation: Recommendation = {
  key: 'automation/encryptedVariables',
  assessmentKey: 'b12bc79e-4f12-44db-acda-571820191ddc',
  metadata: {
    displayName: 'Automation account variables should be encrypted',
    description:
      'Variables of an automation account often hold passwords and keys. Those that are not encrypted are ' +
      'shown to everyone who may read the account.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['accountBreach', 'dataSpillage'],
    remediationDescription:
      'Encryption is chosen when a variable is made: delete it and make it anew with the same name, and ' +
      'renew the secret that it held: New-AzAutomationVariable -AutomationAccountName <account> ' +
      '-ResourceGroupName <group> -Name <name> -Encrypted $true -Value <value>',
    controls: ['enableEncryptionAtRest'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/3657f5a0-770e-44a3-b44e-9431ba1e9735',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Automation/automationAccounts/variables'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'isEncrypted', true, {
      cause: 'NotEncrypted',
      description: 'The value of the variable is shown to everyone who may read the account.',
    }),
  cases: [
    { name: 'encrypted', resource: variable({ isEncrypted: true }), expect: 'Healthy' },
    { name: 'in clear text', resource: variable({ isEncrypted: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: variable({ description: 'for orders' }), expect: 'Unknown' },
  ],
};
