import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.Storage/storageAccounts', properties, { kind: 'StorageV2' });

export const recommendation: Recommendation = {
  key: 'storage/sharedKey',
  assessmentKey: '3b363842-30f5-4056-980d-3a40fa5de8b3',
  metadata: {
    displayName: 'Storage accounts should prevent shared key access',
    description:
      'Whoever holds a key of the account may read, change and delete everything in it, and the log does ' +
      'not tell who it was. Without shared keys every request is signed in with Microsoft Entra ID and ' +
      'checked against roles.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Data'],
    threats: ['accountBreach', 'dataExfiltration', 'maliciousInsider'],
    remediationDescription:
      'Find requests that are authorized with a key (metric Transactions, split by Authentication), move ' +
      'them to Microsoft Entra ID, then set "Allow storage account key access" to Disabled, or run: az ' +
      'storage account update --name <account> --resource-group <group> --allow-shared-key-access false',
    controls: [],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge({ properties }) {
    const allowed = valueAt(properties, 'allowSharedKeyAccess');
    if (allowed === false) return healthy();
    if (allowed === true)
      return unhealthy('SharedKeyAllowed', 'The account accepts requests that are signed with its keys.');
    // Documented: null means allowed. creationTime is in every whole snapshot of an account.
    return (allowed === undefined || allowed === null) && valueAt(properties, 'creationTime') !== undefined
      ? unhealthy('SharedKeyAllowed', 'The account was never told to refuse its keys.')
      : missing('allowSharedKeyAccess');
  },
  cases: [
    { name: 'refused', resource: account({ allowSharedKeyAccess: false }), expect: 'Healthy' },
    { name: 'allowed', resource: account({ allowSharedKeyAccess: true }), expect: 'Unhealthy' },
    { name: 'never set', resource: account({ creationTime: '2026-01-01T00:00:00Z' }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: account({ accessTier: 'Hot' }), expect: 'Unknown' },
    { name: 'setting is a text', resource: account({ allowSharedKeyAccess: 'no' }), expect: 'Unknown' },
  ],
};
