import { wordAt } from '../../../shared/core/posture/checks/setting';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const vault = (properties: Resource['properties']): Resource => ({
  id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/shop-keys',
  name: 'shop-keys',
  type: 'Microsoft.KeyVault/vaults',
  location: 'westeurope',
  properties,
});

const tenantId = '00000000-0000-0000-0000-000000000000';

export const recommendation: Recommendation = {
  key: 'keyVault/firewall',
  assessmentKey: '52f7826a-ace7-3107-dd0d-4875853c1576',
  metadata: {
    displayName: 'Azure Key Vault should have firewall enabled or public network access disabled',
    description:
      'A vault that answers every address on the Internet is protected by its access rules alone: one leaked credential is ' +
      'enough to read keys and secrets from anywhere. The firewall limits who can reach it at all.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'List the networks that need the vault, add them (or a private endpoint), then choose "Allow public access from ' +
      'specific virtual networks and IP addresses" or "Disable public access" under Networking, or run: ' +
      'az keyvault update --name <vault> --resource-group <group> --default-action Deny',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/55615ac9-af46-4a59-874e-391cc3dfb490',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.KeyVault/vaults'],
  judge({ properties }) {
    if (wordAt(properties, 'publicNetworkAccess') === 'disabled') return healthy('Public network access is disabled.');
    if ((properties['networkAcls'] ?? null) === null) {
      // ARM leaves out rules that were never set; tenantId is in every whole snapshot of a vault.
      return wordAt(properties, 'tenantId') !== undefined
        ? unhealthy('FirewallOff', 'The vault has no network rules: it answers every address.')
        : unknown('PropertyMissing', 'The snapshot holds no network settings of the vault.');
    }
    const action = wordAt(properties, 'networkAcls.defaultAction');
    if (action === 'deny') return healthy('Only listed networks can reach the vault.');
    if (action === 'allow') return unhealthy('FirewallOff', 'The vault answers every address by default.');
    return unknown('PropertyUnreadable', 'networkAcls.defaultAction is neither Allow nor Deny.');
  },
  cases: [
    {
      name: 'firewall denies by default',
      resource: vault({ tenantId, networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '192.0.2.0/24' }] } }),
      expect: 'Healthy',
    },
    {
      name: 'public network access disabled',
      resource: vault({ tenantId, publicNetworkAccess: 'Disabled' }),
      expect: 'Healthy',
    },
    {
      name: 'firewall allows by default',
      resource: vault({ tenantId, publicNetworkAccess: 'Enabled', networkAcls: { defaultAction: 'Allow' } }),
      expect: 'Unhealthy',
    },
    { name: 'no rules ever set', resource: vault({ tenantId, enableRbacAuthorization: true }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: vault({ provisioningState: 'Succeeded' }), expect: 'Unknown' },
    { name: 'rules without default action', resource: vault({ tenantId, networkAcls: {} }), expect: 'Unknown' },
  ],
};
