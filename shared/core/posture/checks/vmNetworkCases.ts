import type { Resource } from '../../../model/resource';
import { partialVm, sampleVm } from './machineCases';
import type { RecommendationCase } from '../recommendation';
import { sampleChild, sampleResource } from './sampleResource';
import { balancerType } from './internetReach';
import { groupType, interfaceType } from './vmNetwork';

const network = sampleResource('Microsoft.Network/virtualNetworks', {
  addressSpace: { addressPrefixes: ['192.0.2.0/24'] },
});

/** A rule as ARM has it, from anywhere unless said otherwise. */
export const sampleRule = (name: string, properties: object): object => ({
  name,
  properties: {
    protocol: 'Tcp',
    sourcePortRange: '*',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'Allow',
    direction: 'Inbound',
    priority: 300,
    ...properties,
  },
});

export const sampleGroup = (name: string, ...securityRules: object[]): Resource =>
  sampleResource(groupType, { securityRules }, { name });

export const balancerId = sampleResource(balancerType, {}).id;

/** A load balancer that forwards a TCP port to its only pool. */
export function sampleBalancer({ isPublic, port }: { isPublic: boolean; port: number }): Resource {
  const frontend = `${balancerId}/frontendIPConfigurations/front`;
  const address = sampleResource('Microsoft.Network/publicIPAddresses', {}, { name: 'front' });
  return sampleResource(balancerType, {
    frontendIPConfigurations: [
      { id: frontend, properties: isPublic ? { publicIPAddress: { id: address.id } } : { subnet: { id: network.id } } },
    ],
    loadBalancingRules: [
      {
        id: `${balancerId}/loadBalancingRules/one`,
        properties: {
          frontendIPConfiguration: { id: frontend },
          backendAddressPools: [{ id: `${balancerId}/backendAddressPools/pool` }],
          protocol: 'Tcp',
          frontendPort: port,
          backendPort: port,
        },
      },
    ],
    inboundNatRules: [],
  });
}

export interface SampleNetwork {
  isPublic?: boolean;
  /** A load balancer of which it is in the pool; it is not public then unless that is said. */
  behind?: Resource;
  atInterface?: Resource;
  atSubnet?: Resource;
  forwards?: boolean;
}

/** A virtual machine with one interface in one subnet, and the copies that are kept beside it. */
export function sampleNetwork({
  behind,
  isPublic = behind === undefined,
  atInterface,
  atSubnet,
  forwards = false,
}: SampleNetwork): {
  resource: Resource;
  related: Resource[];
} {
  const subnet = sampleChild(network, 'subnets', 'front', {
    addressPrefix: '192.0.2.0/25',
    ...(atSubnet && { networkSecurityGroup: { id: atSubnet.id } }),
  });
  const address = sampleResource('Microsoft.Network/publicIPAddresses', { ipAddress: '203.0.113.7' });
  const own = sampleResource(interfaceType, {
    enableIPForwarding: forwards,
    ipConfigurations: [
      {
        name: 'main',
        properties: {
          subnet: { id: subnet.id },
          ...(isPublic && { publicIPAddress: { id: address.id } }),
          ...(behind && { loadBalancerBackendAddressPools: [{ id: `${behind.id}/backendAddressPools/pool` }] }),
        },
      },
    ],
    ...(atInterface && { networkSecurityGroup: { id: atInterface.id } }),
  });
  return {
    resource: sampleVm('Linux', { networkProfile: { networkInterfaces: [{ id: own.id }] } }),
    related: [own, subnet, ...[atInterface, atSubnet, behind].filter((group) => group !== undefined)],
  };
}

const unreadableGroup = sampleGroup('front-nsg', sampleRule('ssh', { destinationPortRange: undefined }));
const behindPublic = sampleNetwork({
  behind: sampleBalancer({ isPublic: true, port: 22 }),
  atSubnet: sampleGroup('front-nsg'),
});
const withGroup = sampleNetwork({ atSubnet: sampleGroup('front-nsg') });

/** Cases of every recommendation about ports of a machine that the Internet reaches. */
export const commonPortCases: RecommendationCase[] = [
  { name: 'not public', ...sampleNetwork({ isPublic: false }), expect: 'NotApplicable' },
  {
    name: 'behind an internal load balancer',
    ...sampleNetwork({ behind: sampleBalancer({ isPublic: false, port: 22 }), atSubnet: sampleGroup('front-nsg') }),
    expect: 'NotApplicable',
  },
  {
    name: 'a load balancer was not collected',
    resource: behindPublic.resource,
    related: behindPublic.related.filter(({ id }) => id !== balancerId),
    expect: 'Unknown',
  },
  { name: 'no group', ...sampleNetwork({}), expect: 'NotApplicable' },
  { name: 'a group was not collected', ...withGroup, related: withGroup.related.slice(0, 2), expect: 'Unknown' },
  { name: 'the subnet was not collected', ...withGroup, related: withGroup.related.slice(0, 1), expect: 'Unknown' },
  { name: 'a rule without ports', ...sampleNetwork({ atSubnet: unreadableGroup }), expect: 'Unknown' },
  { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
];
