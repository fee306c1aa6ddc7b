import { healthy, notApplicable, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, missing, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const one = (attributes: object): Resource =>
  sampleChild(sampleResource('Microsoft.KeyVault/vaults', {}), 'keys', 'orders', { attributes });

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
  appliesTo: ['Microsoft.KeyVault/vaults/keys'],
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
