import { isGuest, judgeAccounts } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { wordAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/guestWriters',
  assessmentKey: '0354476c-a12a-4fcc-a79d-f0ab7ffffdbb',
  metadata: {
    displayName: 'Guest accounts with write permissions on Azure resources should be removed',
    description:
      'A guest is managed by another organisation: you do not see how the account is protected, nor when ' +
      'its owner leaves. A guest with write permissions can change or delete what runs here.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['IdentityAndAccess'],
    threats: ['accountBreach', 'dataExfiltration'],
    remediationDescription:
      'Ask who still works with the guests named in the verdict. Remove their roles, or give them an ' +
      'account of your own or a role for a while with Privileged Identity Management: az role assignment ' +
      'delete --assignee <object id>',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/94e1c2ac-cbbe-4cac-a2b5-389c812dee87',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['write'],
    atFault: ({ properties }) => isGuest(wordAt(properties, 'userType')),
    cause: 'GuestWriter',
    fault: 'of guests hold write permissions',
  }),
  cases: accountCases('write', { userType: 'Member' }, { userType: 'Guest' }),
};
