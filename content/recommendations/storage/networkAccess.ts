import { healthy, type Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.Storage/storageAccounts', properties, { kind: 'StorageV2' });

export const recommendation: Recommendation = {
  key: 'storage/networkAccess',
  assessmentKey: '45d313c3-3fca-5040-035f-d61928366d31',
  metadata: {
    displayName: 'Storage accounts should restrict network access',
    description:
      'An account that answers every address is protected by its keys and signatures alone: one that leaks ' +
      'is enough to read everything from anywhere. Network rules limit who can reach the account at all.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'maliciousInsider'],
    remediationDescription:
      'List the networks that need the account, add them (or a private endpoint), then choose "Enabled from ' +
      'selected virtual networks and IP addresses" under Networking, or run: az storage account update ' +
      '--name <account> --resource-group <group> --default-action Deny',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/34c877ad-507e-4c82-993e-3452a6e0ad3c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge({ properties }) {
    if (wordAt(properties, 'publicNetworkAccess') === 'disabled') return healthy('Public network access is disabled.');
    return judgeWord(
      properties,
      'networkAcls.defaultAction',
      { right: ['deny'], wrong: ['allow'] },
      { cause: 'OpenToAllNetworks', description: 'The account answers every address by default.' },
    );
  },
  cases: [
    { name: 'denies by default', resource: account({ networkAcls: { defaultAction: 'Deny' } }), expect: 'Healthy' },
    { name: 'no public address', resource: account({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    { name: 'allows by default', resource: account({ networkAcls: { defaultAction: 'Allow' } }), expect: 'Unhealthy' },
    { name: 'rules not in the snapshot', resource: account({ publicNetworkAccess: 'Enabled' }), expect: 'Unknown' },
    { name: 'another word', resource: account({ networkAcls: { defaultAction: 'Ask' } }), expect: 'Unknown' },
  ],
};
