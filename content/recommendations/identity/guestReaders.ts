import { isGuest, judgeAccounts } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { wordAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/guestReaders',
  assessmentKey: 'fde1c0c9-0fd2-4ecc-87b5-98956cbc1095',
  metadata: {
    displayName: 'Guest accounts with read permissions on Azure resources should be removed',
    description:
      'A guest is managed by another organisation: you do not see how the account is protected, nor when ' +
      'its owner leaves. A guest with read permissions sees settings and networks of all resources.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['IdentityAndAccess'],
    threats: ['accountBreach', 'dataExfiltration'],
    remediationDescription:
      'Ask who still works with the guests named in the verdict. Remove their roles, or give them an ' +
      'account of your own or a role for a while with Privileged Identity Management: az role assignment ' +
      'delete --assignee <object id>',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e9ac8f8e-ce22-4355-8f04-99b911d6be52',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['read'],
    atFault: ({ properties }) => isGuest(wordAt(properties, 'userType')),
    cause: 'GuestReader',
    fault: 'of guests hold read permissions',
  }),
  cases: accountCases('read', { userType: 'Member' }, { userType: 'Guest' }),
};
