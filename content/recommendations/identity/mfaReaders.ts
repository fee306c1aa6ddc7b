import { judgeAccounts, negated } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/mfaReaders',
  assessmentKey: 'dabc9bc4-b8a8-45bd-9a5a-43000df8aa1c',
  metadata: {
    displayName: 'Accounts with read permissions on Azure resources should be MFA enabled',
    description:
      'The password of one account is enough to look through settings and networks of all resources where ' +
      'no second factor is asked. Passwords are guessed, phished and reused; a second factor stops almost ' +
      'all of it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['IdentityAndAccess'],
    threats: ['accountBreach'],
    remediationDescription:
      'Register the accounts named in the verdict for multifactor authentication, and ask for it by a ' +
      'Conditional Access policy for Azure management or by security defaults. Keep two emergency accounts ' +
      'with a hardware key.',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/81b3ccb4-e6e8-4e4a-8d05-5df25cd29fd4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['read'],
    atFault: ({ properties }) => negated(flagAt(properties, 'mfaRegistered')),
    cause: 'NoMfa',
    fault: 'with read permissions without multifactor authentication',
  }),
  cases: accountCases('read', { mfaRegistered: true }, { mfaRegistered: false }),
};
