import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, wordAt } from '../../../shared/core/posture/checks/setting';

const hasUsers = (subnet: unknown): boolean => (listAt(subnet, 'properties.ipConfigurations')?.length ?? 0) > 0;
const isFirewall = (subnet: unknown): boolean => wordAt(subnet, 'name') === 'azurefirewallsubnet' && hasUsers(subnet);
const isForwarded = (peering: unknown): boolean => flagAt(peering, 'properties.allowForwardedTraffic') === true;

const used = { ipConfigurations: [{ id: 'configuration-1' }] };
const machines = { name: 'front', properties: { addressPrefix: '192.0.2.0/25', ...used } };
const network = (subnets: object[], virtualNetworkPeerings: object[] = []) =>
  sampleResource('Microsoft.Network/virtualNetworks', { subnets, virtualNetworkPeerings });

export const recommendation: Recommendation = {
  key: 'network/azureFirewall',
  assessmentKey: 'f67fb4ed-d481-44d7-91e5-efadf504f74a',
  metadata: {
    displayName: 'Virtual networks should be protected by Azure Firewall',
    description:
      'What leaves this network for the Internet passes no firewall: an intruder may send data anywhere and fetch tools from anywhere, and nobody has a record of it.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'High',
    categories: ['Networking'],
    threats: ['dataExfiltration', 'missingCoverage'],
    remediationDescription:
      'Put an Azure Firewall into the network or its hub, and route 0.0.0.0/0 of the subnets to its private address. Turn on threat intelligence in alert and deny mode, and send its logs to Skywarden.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    preview: true,
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fc5e4038-4584-4632-8c85-c0448d374b2c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/virtualNetworks'],
  judge({ properties }) {
    const subnets = listAt(properties, 'subnets');
    if (!subnets) return unknown('PropertyMissing', 'The snapshot does not hold the subnets of the network.');
    if (subnets.some(isFirewall)) return healthy('A firewall is in the network.');
    if (!subnets.some(hasUsers)) return notApplicable('NotInUse', 'Nothing is connected to the network.');
    const peerings = listAt(properties, 'virtualNetworkPeerings');
    if (!peerings) return unknown('PropertyMissing', 'The snapshot does not hold the peerings of the network.');
    return peerings.some(isForwarded)
      ? unknown('HubNotCollected', 'Traffic may pass a firewall in a network that this one is peered with.')
      : unhealthy('NoFirewall', 'No firewall is in the network, and no hub forwards its traffic.');
  },
  cases: [
    {
      name: 'a firewall in the network',
      resource: network([machines, { name: 'AzureFirewallSubnet', properties: used }]),
      expect: 'Healthy',
    },
    { name: 'machines without a firewall', resource: network([machines]), expect: 'Unhealthy' },
    {
      name: 'a subnet for a firewall that is not there',
      resource: network([machines, { name: 'AzureFirewallSubnet', properties: {} }]),
      expect: 'Unhealthy',
    },
    {
      name: 'a hub that may have one',
      resource: network([machines], [{ name: 'hub', properties: { allowForwardedTraffic: true } }]),
      expect: 'Unknown',
    },
    { name: 'an empty network', resource: network([{ name: 'front', properties: {} }]), expect: 'NotApplicable' },
    {
      name: 'subnets not in the snapshot',
      resource: sampleResource('Microsoft.Network/virtualNetworks', { provisioningState: 'Succeeded' }),
      expect: 'Unknown',
    },
  ],
};
