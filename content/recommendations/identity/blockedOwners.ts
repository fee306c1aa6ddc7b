import { judgeAccounts, negated } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/blockedOwners',
  assessmentKey: '050ac097-3dda-4d24-ab6d-82568e7a50cf',
  metadata: {
    displayName: 'Blocked accounts with owner permissions on Azure resources should be removed',
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
      'subscription > Role assignments, or run: az role assignment delete --assignee <object id> --role ' +
      'Owner',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0cfea604-3201-4e14-88fc-fae4c427a6c5',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['owner'],
    atFault: ({ properties }) => negated(flagAt(properties, 'accountEnabled')),
    cause: 'BlockedOwner',
    fault: 'with owner permissions cannot sign in',
  }),
  cases: accountCases('owner', { accountEnabled: true }, { accountEnabled: false }),
};
