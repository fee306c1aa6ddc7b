import { isGuest, judgeAccounts } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { wordAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/guestOwners',
  assessmentKey: '20606e75-05c4-48c0-9d97-add6daa2109a',
  metadata: {
    displayName: 'Guest accounts with owner permissions on Azure resources should be removed',
    description:
      'A guest is managed by another organisation: you do not see how the account is protected, nor when ' +
      'its owner leaves. A guest who owns the subscription can give rights to anyone.',
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
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/339353f6-2387-4a45-abe4-7f529d121046',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['owner'],
    atFault: ({ properties }) => isGuest(wordAt(properties, 'userType')),
    cause: 'GuestOwner',
    fault: 'of guests hold owner permissions',
  }),
  cases: accountCases('owner', { userType: 'Member' }, { userType: 'Guest' }),
};
