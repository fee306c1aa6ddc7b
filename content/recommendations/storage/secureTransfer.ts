import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource => ({
  id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/shopinvoices',
  name: 'shopinvoices',
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  kind: 'StorageV2',
  properties,
});

export const recommendation: Recommendation = {
  key: 'storage/secureTransfer',
  assessmentKey: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
  metadata: {
    displayName: 'Secure transfer to storage accounts should be enabled',
    description:
      'A storage account that also answers plain HTTP, or SMB without encryption, lets anyone on the path read and change ' +
      'data and reuse the signatures of requests. With secure transfer required, such requests are refused.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Look for clients that still use http:// (metric Transactions, split by protocol), move them to https://, then set ' +
      '"Secure transfer required" under Configuration of the storage account, or run: ' +
      'az storage account update --name <account> --resource-group <group> --https-only true',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/404c3081-a854-4457-ae30-26a93ef643f9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge({ properties }) {
    // Absent means on since API version 2019-04-01 and off before it; a snapshot does not say which version it is.
    const required = properties['supportsHttpsTrafficOnly'];
    if (typeof required !== 'boolean') {
      return unknown('PropertyMissing', 'The snapshot does not say whether secure transfer is required.');
    }
    return required ? healthy() : unhealthy('PlainHttpAccepted', 'The account accepts requests over plain HTTP.');
  },
  quickFix: {
    description: 'Refuses plain HTTP, and SMB without encryption. Clients that still use them fail from then on.',
    permissions: ['Microsoft.Storage/storageAccounts/write'],
    requests: (resource) => patchProperties(resource, '2023-05-01', { supportsHttpsTrafficOnly: true }),
  },
  cases: [
    { name: 'HTTPS only', resource: account({ supportsHttpsTrafficOnly: true }), expect: 'Healthy' },
    { name: 'plain HTTP accepted', resource: account({ supportsHttpsTrafficOnly: false }), expect: 'Unhealthy' },
    { name: 'setting not in the snapshot', resource: account({ accessTier: 'Hot' }), expect: 'Unknown' },
    { name: 'setting is a text', resource: account({ supportsHttpsTrafficOnly: 'true' }), expect: 'Unknown' },
  ],
};
