import { healthy, notApplicable, type Recommendation, unhealthy } from '../recommendation';
import { sampleChild, sampleResource } from './sampleResource';
import { flagAt, missing, valueAt } from './setting';

/** Whether keys or secrets of a vault end some day. */
export function vaultExpiration(segment: 'keys' | 'secrets'): Pick<Recommendation, 'appliesTo' | 'judge' | 'cases'> {
  const one = (attributes: object) =>
    sampleChild(sampleResource('Microsoft.KeyVault/vaults', {}), segment, 'orders', { attributes });
  return {
    appliesTo: [`Microsoft.KeyVault/vaults/${segment}`],
    judge({ properties }) {
      if (flagAt(properties, 'attributes.enabled') === false) return notApplicable('Disabled', 'It is disabled.');
      const expires = valueAt(properties, 'attributes.exp') ?? undefined;
      if (typeof expires === 'number' && expires > 0) return healthy();
      // The service leaves the date out where there is none; created is among the attributes of every whole snapshot.
      return expires === undefined && typeof valueAt(properties, 'attributes.created') === 'number'
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
}
