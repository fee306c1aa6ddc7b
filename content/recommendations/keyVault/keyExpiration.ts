import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { vaultExpiration } from '../../../shared/core/posture/checks/vaultExpiration';

export const recommendation: Recommendation = {
  key: 'keyVault/keyExpiration',
  assessmentKey: '1aabfa0d-7585-f9f5-1d92-ecb40291d9f2',
  metadata: {
    displayName: 'Key Vault keys should have an expiration date',
    description:
      'A key protects less the longer it is used. One without an expiration date is used for years, and ' +
      'nobody notices when it leaks: a date makes its renewal a habit.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data'],
    threats: ['accountBreach', 'dataExfiltration'],
    remediationDescription:
      'Renew it by rotation and give every version a date, with an alert some weeks before: az keyvault key ' +
      'set-attributes --vault-name <vault> --name <key> --expires <date>',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0',
  },
  freshnessHours: 24,
  ...vaultExpiration('keys'),
};
