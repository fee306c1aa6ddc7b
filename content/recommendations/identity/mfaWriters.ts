import { judgeAccounts, negated } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/mfaWriters',
  assessmentKey: 'c0cb17b2-0607-48a7-b0e0-903ed22de39b',
  metadata: {
    displayName: 'Accounts with write permissions on Azure resources should be MFA enabled',
    description:
      'The password of one account is enough to change, delete or encrypt resources where no second factor ' +
      'is asked. Passwords are guessed, phished and reused; a second factor stops almost all of it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['IdentityAndAccess'],
    threats: ['accountBreach'],
    remediationDescription:
      'Register the accounts named in the verdict for multifactor authentication, and ask for it by a ' +
      'Conditional Access policy for Azure management or by security defaults. Keep two emergency accounts ' +
      'with a hardware key.',
    controls: ['enableMfa'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/931e118d-50a1-4457-a5e4-78550e086c52',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['write'],
    atFault: ({ properties }) => negated(flagAt(properties, 'mfaRegistered')),
    cause: 'NoMfa',
    fault: 'with write permissions without multifactor authentication',
  }),
  cases: accountCases('write', { mfaRegistered: true }, { mfaRegistered: false }),
};
