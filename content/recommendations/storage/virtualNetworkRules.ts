import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, missing, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.Storage/storageAccounts', properties, { kind: 'StorageV2' });

export const recommendation: Recommendation = {
  key: 'storage/virtualNetworkRules',
  assessmentKey: 'ad4f3ff1-30eb-5042-16ed-27198f640b8d',
  metadata: {
    displayName: 'Storage accounts should restrict network access using virtual network rules',
    description:
      'Rules for public addresses trust whoever comes through them, also a guest network or a neighbour ' +
      'behind the same gateway. Rules for subnets of your own virtual networks name the machines that may ' +
      'reach the account.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'Turn on the service endpoint Microsoft.Storage on the subnets that need the account, add them under ' +
      'Networking, deny by default and remove the address rules: az storage account network-rule add ' +
      '--account-name <account> --resource-group <group> --subnet <subnet id>',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/2a1a9cdf-e04d-429a-8416-3bfb72a1b26f',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge({ properties }) {
    const action = wordAt(properties, 'networkAcls.defaultAction');
    if (action === undefined) return missing('networkAcls.defaultAction');
    if (action !== 'deny') return unhealthy('OpenToAllNetworks', 'The account answers every address by default.');
    const addresses = listAt(properties, 'networkAcls.ipRules');
    if (!addresses) return missing('networkAcls.ipRules');
    return addresses.length === 0
      ? healthy()
      : unhealthy('AddressRules', 'Public addresses are let in, not only virtual networks.');
  },
  cases: [
    {
      name: 'virtual networks only',
      resource: account({
        networkAcls: { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [{ id: 'subnet' }] },
      }),
      expect: 'Healthy',
    },
    {
      name: 'an address rule',
      resource: account({
        networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '192.0.2.0/24', action: 'Allow' }] },
      }),
      expect: 'Unhealthy',
    },
    { name: 'allows by default', resource: account({ networkAcls: { defaultAction: 'Allow' } }), expect: 'Unhealthy' },
    {
      name: 'address rules not collected',
      resource: account({ networkAcls: { defaultAction: 'Deny' } }),
      expect: 'Unknown',
    },
    { name: 'rules not in the snapshot', resource: account({ accessTier: 'Hot' }), expect: 'Unknown' },
  ],
};
