import { healthy, notApplicable, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, missing, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const one = (attributes: object): Resource =>
  sampleChild(sampleResource('Microsoft.KeyVault/vaults', {}), 'secrets', 'orders', { attributes });

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
  appliesTo: ['Microsoft.KeyVault/vaults/secrets'],
  judge({ properties }) {
    if (flagAt(properties, 'attributes.enabled') === false) return notApplicable('Disabled', 'It is disabled.');
    const expires = valueAt(properties, 'attributes.exp');
    if (typeof expires === 'number' && expires > 0) return healthy();
    // The service leaves the date out where there is none; created is among the attributes of every whole snapshot.
    return (expires === undefined || expires === null) && typeof valueAt(properties, 'attributes.created') === 'number'
      ? unhealthy('NoExpiration', 'It has no expiration date.')
      : missing('attributes.exp');
  },
  cases: [
    {
      name: 'with a date',
      resource: one({ enabled: true, created: 1_767_225_600, exp: 1_798_761_600 }),
      expect: 'Healthy',
    },
    { name: 'without', resource: one({ enabled: true, created: 1_767_225_600 }), expect: 'Unhealthy' },
    { name: 'disabled', resource: one({ enabled: false, created: 1_767_225_600 }), expect: 'NotApplicable' },
    { name: 'attributes not collected', resource: one({}), expect: 'Unknown' },
  ],
};
