import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { vaultExpiration } from '../../../shared/core/posture/checks/vaultExpiration';

export const recommendation: Recommendation = {
  key: 'keyVault/secretExpiration',
  assessmentKey: '14257785-9437-97fa-11ae-898cfb24302b',
  metadata: {
    displayName: 'Key Vault secrets should have an expiration date',
    description:
      'A secret is known to more places the longer it is used. One without an expiration date is used for ' +
      'years, and nobody notices when it leaks: a date makes its renewal a habit.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data'],
    threats: ['accountBreach', 'dataExfiltration'],
    remediationDescription:
      'Renew it by rotation and give every version a date, with an alert some weeks before: az keyvault ' +
      'secret set-attributes --vault-name <vault> --name <secret> --expires <date>',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/98728c90-32c7-4049-8429-847dc0f4fe37',
  },
  freshnessHours: 24,
  ...vaultExpiration('secrets'),
};
