import { judgeAccounts, negated } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/blockedAccounts',
  assessmentKey: '1ff0b4c9-ed56-4de6-be9c-d7ab39645926',
  metadata: {
    displayName: 'Blocked accounts with read and write permissions on Azure resources should be removed',
    description:
      'An account that may not sign in needs no rights. Left in place, they come back in full with one ' +
      'click or one mistake that unblocks it, when nobody remembers what it may do.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['elevationOfPrivilege', 'maliciousInsider'],
    remediationDescription:
      'Remove the role assignments of the accounts named in the verdict: Access control (IAM) of the ' +
      'subscription > Role assignments, or run: az role assignment delete --assignee <object id>',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/8d7e1fde-fe26-4b5f-8108-f8e432cbc2be',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['owner', 'write', 'read', 'unclear'],
    atFault: ({ properties }) => negated(flagAt(properties, 'accountEnabled')),
    cause: 'BlockedAccount',
    fault: 'with permissions cannot sign in',
  }),
  cases: accountCases('write', { accountEnabled: true }, { accountEnabled: false }),
};
