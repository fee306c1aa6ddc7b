import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const vault = (properties: Resource['properties']): Resource => sampleResource('Microsoft.KeyVault/vaults', properties);

const tenantId = '00000000-0000-0000-0000-000000000000';

export const recommendation: Recommendation = {
  key: 'keyVault/purgeProtection',
  assessmentKey: '4ed62ae4-5072-f9e7-8d94-51c76c48159a',
  metadata: {
    displayName: 'Key vaults should have purge protection enabled',
    description:
      'Without purge protection an administrator, or whoever holds that account, can delete keys and then ' +
      'purge them for good: everything encrypted with them is lost.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['maliciousInsider', 'denialOfService'],
    remediationDescription:
      'Turn it on; it cannot be turned off again, and vaults in tests can then not be purged early: ' +
      'Settings > Properties of the vault, or run: az keyvault update --name <vault> --resource-group ' +
      '<group> --enable-purge-protection true',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0b60c0b2-2dc2-4e1c-b5c9-abbed971de53',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.KeyVault/vaults'],
  judge({ properties }) {
    const value = valueAt(properties, 'enablePurgeProtection');
    if (value === true) return healthy();
    // ARM leaves it out until it is turned on; tenantId is in every whole snapshot of a vault.
    return value === false || (value === undefined && wordAt(properties, 'tenantId') !== undefined)
      ? unhealthy('PurgeAllowed', 'Deleted keys and secrets can be purged at once.')
      : missing('enablePurgeProtection');
  },
  cases: [
    { name: 'on', resource: vault({ tenantId, enablePurgeProtection: true }), expect: 'Healthy' },
    { name: 'off', resource: vault({ tenantId, enablePurgeProtection: false }), expect: 'Unhealthy' },
    { name: 'never turned on', resource: vault({ tenantId }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: vault({ provisioningState: 'Succeeded' }), expect: 'Unknown' },
    { name: 'setting is a text', resource: vault({ tenantId, enablePurgeProtection: 'yes' }), expect: 'Unknown' },
  ],
};
