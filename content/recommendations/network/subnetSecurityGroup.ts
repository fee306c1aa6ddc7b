import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, valueAt } from '../../../shared/core/posture/checks/setting';
import { subnetType } from '../../../shared/core/posture/checks/vmNetwork';

/** Subnets of services that take no network security group. */
const without = new Set(['gatewaysubnet', 'azurefirewallsubnet', 'azurefirewallmanagementsubnet', 'routeserversubnet']);

const networkType = 'Microsoft.Network/virtualNetworks';

const nameOf = (subnet: unknown): string => {
  const name = valueAt(subnet, 'name');
  return typeof name === 'string' ? name : '';
};
const hasGroup = (subnet: unknown): boolean => Boolean(valueAt(subnet, 'properties.networkSecurityGroup.id'));
const isReadable = (subnet: unknown): boolean =>
  Boolean(valueAt(subnet, 'properties.addressPrefix') ?? valueAt(subnet, 'properties.addressPrefixes'));

const group = { networkSecurityGroup: { id: 'nsg-1' } };
const prefix = { addressPrefix: '192.0.2.0/25' };
const network = (...subnets: object[]) => sampleResource(networkType, { addressSpace: {}, subnets });
const bare = sampleResource(networkType, { addressSpace: { addressPrefixes: ['192.0.2.0/24'] } });

export const recommendation: Recommendation = {
  key: 'network/subnetSecurityGroup',
  assessmentKey: 'eade5b56-eefd-444f-95c8-23f29e5d93cb',
  metadata: {
    displayName: 'Subnets should be associated with a Network Security Group',
    description:
      'Nothing filters what comes to the machines of this subnet, neither from the Internet nor from other parts of the network. An intruder on one machine reaches all ports of all others.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Networking'],
    threats: ['accountBreach', 'maliciousInsider', 'dataExfiltration'],
    remediationDescription:
      'Make a network security group with rules for what the subnet serves and attach it: az network vnet subnet update --vnet-name <network> --name <subnet> --resource-group <group> --network-security-group <nsg>. Its default rules let in the virtual network and load balancers only.',
    controls: ['implementSecurityBestPractices', 'restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e71308d3-144b-4262-b144-efdc3cc90517',
  },
  freshnessHours: 24,
  appliesTo: [networkType, subnetType],
  judge(resource, graph) {
    const isSubnet = resource.type.toLowerCase() === subnetType.toLowerCase();
    if (!isSubnet && graph.ofType(subnetType).length > 0) {
      return notApplicable('JudgedBySubnet', 'The subnets of the network are judged one by one.');
    }
    const subnets = isSubnet ? [resource] : listAt(resource.properties, 'subnets');
    if (!subnets) return unknown('PropertyMissing', 'The snapshot does not hold the subnets of the network.');
    const wanted = subnets.filter((subnet) => !without.has(nameOf(subnet).toLowerCase()));
    if (wanted.length === 0)
      return notApplicable('NoSubnet', 'There is no subnet that takes a network security group.');
    const open = wanted.filter((subnet) => !hasGroup(subnet));
    if (open.length === 0) return healthy();
    return open.every(isReadable)
      ? unhealthy('NoSecurityGroup', `Without a network security group: ${open.slice(0, 10).map(nameOf).join(', ')}.`)
      : unknown('PropertyMissing', 'The snapshot of a subnet is not whole.');
  },
  cases: [
    {
      name: 'a network whose subnets have groups',
      resource: network(
        { name: 'front', properties: { ...prefix, ...group } },
        { name: 'GatewaySubnet', properties: prefix },
      ),
      expect: 'Healthy',
    },
    {
      name: 'a subnet with a group',
      resource: sampleChild(bare, 'subnets', 'front', { ...prefix, ...group }),
      expect: 'Healthy',
    },
    {
      name: 'a network with a bare subnet',
      resource: network({ name: 'front', properties: { ...prefix, ...group } }, { name: 'back', properties: prefix }),
      expect: 'Unhealthy',
    },
    { name: 'a bare subnet', resource: sampleChild(bare, 'subnets', 'back', prefix), expect: 'Unhealthy' },
    {
      name: 'a gateway only',
      resource: network({ name: 'GatewaySubnet', properties: prefix }),
      expect: 'NotApplicable',
    },
    { name: 'subnets not in the snapshot', resource: bare, expect: 'Unknown' },
    { name: 'a partial subnet', resource: sampleChild(bare, 'subnets', 'back', {}), expect: 'Unknown' },
  ],
};
