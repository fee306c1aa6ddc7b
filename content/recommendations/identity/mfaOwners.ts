import { judgeAccounts, negated } from '../../../shared/core/posture/checks/accountAccess';
import { accountCases } from '../../../shared/core/posture/checks/accountCases';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'identity/mfaOwners',
  assessmentKey: '6240402e-f77c-46fa-9060-a7ce53997754',
  metadata: {
    displayName: 'Accounts with owner permissions on Azure resources should be MFA enabled',
    description:
      'The password of one owner is enough to take the whole subscription over where no second factor is ' +
      'asked. Passwords are guessed, phished and reused; a second factor stops almost all of it.',
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
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e3e008c3-56b9-4133-8fd7-d3347377402a',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge: judgeAccounts({
    levels: ['owner'],
    atFault: ({ properties }) => negated(flagAt(properties, 'mfaRegistered')),
    cause: 'NoMfa',
    fault: 'with owner permissions without multifactor authentication',
  }),
  cases: accountCases('owner', { mfaRegistered: true }, { mfaRegistered: false }),
};
