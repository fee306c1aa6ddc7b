import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';

/** Services with a public address that live in a subnet, by the ids in the list of what uses the subnet. */
const facing =
  /\/providers\/microsoft\.network\/(applicationgateways|virtualnetworkgateways|azurefirewalls|bastionhosts)\//;
/** Subnets that Azure gives to such services only. */
const facingSubnets = new Set(['gatewaysubnet', 'azurefirewallsubnet', 'azurebastionsubnet']);

const usersOf = (subnet: unknown): unknown[] => [
  ...(listAt(subnet, 'properties.ipConfigurations') ?? []),
  ...(listAt(subnet, 'properties.applicationGatewayIPConfigurations') ?? []),
];

const isFacing = (subnet: unknown): boolean => {
  const users = usersOf(subnet);
  if (users.some((user) => facing.test(wordAt(user, 'id') ?? ''))) return true;
  return users.length > 0 && facingSubnets.has(wordAt(subnet, 'name') ?? '');
};

const network = (properties: object, ...subnets: object[]) =>
  sampleResource('Microsoft.Network/virtualNetworks', { ...properties, subnets });
const gateway = {
  name: 'web',
  properties: {
    addressPrefix: '192.0.2.0/25',
    ipConfigurations: [
      {
        id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Network/applicationGateways/shop/gatewayIPConfigurations/main',
      },
    ],
  },
};
const plan = { enableDdosProtection: true, ddosProtectionPlan: { id: 'plan-1' } };

export const recommendation: Recommendation = {
  key: 'network/ddosProtection',
  assessmentKey: 'e3de1cc0-f4dd-3b34-e496-8b5381ba2d70',
  metadata: {
    displayName: 'Azure DDoS Protection should be enabled',
    description:
      'Services with public addresses run in this virtual network, and nothing but the basic protection that all of Azure shares stands against floods that aim at them.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['denialOfService', 'threatResistance'],
    remediationDescription:
      'Make a DDoS protection plan (it has a price, and serves all subscriptions of the tenant) and enable it for the network: az network vnet update --name <network> --resource-group <group> --ddos-protection true --ddos-protection-plan <plan>. For single addresses there is IP protection.',
    controls: ['protectAgainstDdos'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a7aca53f-2ed4-4466-a25e-0b45ade68efd',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/virtualNetworks'],
  judge({ properties }) {
    if (flagAt(properties, 'enableDdosProtection') === true) {
      return valueAt(properties, 'ddosProtectionPlan.id')
        ? healthy()
        : unknown('PropertyMissing', 'The snapshot does not name the protection plan.');
    }
    const subnets = listAt(properties, 'subnets');
    if (!subnets) return unknown('PropertyMissing', 'The snapshot does not hold the subnets of the network.');
    return subnets.some(isFacing)
      ? unhealthy('NoDdosProtection', 'Services with public addresses are in the network, and no plan protects it.')
      : notApplicable('NotInternetFacing', 'No gateway, firewall or bastion is in the network.');
  },
  cases: [
    { name: 'with a plan', resource: network(plan, gateway), expect: 'Healthy' },
    {
      name: 'a gateway without a plan',
      resource: network({ enableDdosProtection: false }, gateway),
      expect: 'Unhealthy',
    },
    {
      name: 'nothing that is public',
      resource: network(
        { enableDdosProtection: false },
        { name: 'back', properties: { addressPrefix: '192.0.2.0/25' } },
      ),
      expect: 'NotApplicable',
    },
    {
      name: 'subnets not in the snapshot',
      resource: sampleResource('Microsoft.Network/virtualNetworks', { enableDdosProtection: false }),
      expect: 'Unknown',
    },
  ],
};
