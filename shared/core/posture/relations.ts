import { partitionOf, resourceDocumentId } from '../documentIds';
import { createHash } from 'node:crypto';
import { contentHash } from './contentHash';
import type { ResourceDocument } from '../../model/documents/resources';
import type { Resource } from '../../model/resource';
import { parseResourceId } from '../../model/resourceId';

/** Types whose resources are kept as copies beside the machine they belong to, or lead there. */
export const relatedTypes = {
  machine: 'microsoft.compute/virtualmachines',
  interface: 'microsoft.network/networkinterfaces',
  filter: 'microsoft.network/networksecuritygroups',
  address: 'microsoft.network/publicipaddresses',
  network: 'microsoft.network/virtualnetworks',
  balancer: 'microsoft.network/loadbalancers',
} as const;

export const isRelated = (type: string): boolean =>
  (Object.values(relatedTypes) as string[]).includes(type.toLowerCase());

/** Ids, in lower case, that a resource names at a path; `*` is every member of a list. */
export function idsAt(resource: Resource, ...path: string[]): string[] {
  let values: unknown[] = [resource.properties];
  for (const name of path) {
    values = values.flatMap((value) => {
      if (name === '*') return Array.isArray(value) ? (value as unknown[]) : [];
      return typeof value === 'object' && value !== null ? [(value as Record<string, unknown>)[name]] : [];
    });
  }
  return values.flatMap((value) => (typeof value === 'string' && value !== '' ? [parseResourceId(value).id] : []));
}

export const interfacesOfMachine = (machine: Resource): string[] =>
  idsAt(machine, 'networkProfile', 'networkInterfaces', '*', 'id');

export const machineOfInterface = (nic: Resource): string[] => idsAt(nic, 'virtualMachine', 'id');

export const subnetsOfInterface = (nic: Resource): string[] =>
  idsAt(nic, 'ipConfigurations', '*', 'properties', 'subnet', 'id');

const poolsOfInterface = ['ipConfigurations', '*', 'properties', 'loadBalancerBackendAddressPools', '*', 'id'];
const rulesOfInterface = ['ipConfigurations', '*', 'properties', 'loadBalancerInboundNatRules', '*', 'id'];

/** Its own filter, its public addresses and load balancers; the filters of its subnets the network names. */
export const partsOfInterface = (nic: Resource): string[] => [
  ...idsAt(nic, 'networkSecurityGroup', 'id'),
  ...idsAt(nic, 'ipConfigurations', '*', 'properties', 'publicIPAddress', 'id'),
  ...[...idsAt(nic, ...poolsOfInterface), ...idsAt(nic, ...rulesOfInterface)].map(topOf),
];

export const interfacesOfBalancer = (balancer: Resource): string[] =>
  [
    ...idsAt(balancer, 'backendAddressPools', '*', 'properties', 'backendIPConfigurations', '*', 'id'),
    ...idsAt(balancer, 'inboundNatRules', '*', 'properties', 'backendIPConfiguration', 'id'),
  ]
    .map(topOf)
    .filter(isInterface);

/** `.../networkInterfaces/n/ipConfigurations/c` is about the interface, `.../virtualNetworks/v/subnets/s` about the network. */
export const topOf = (id: string): string => parseResourceId(id).rootId;

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

interface Subnet {
  id: string;
  filters: string[];
  interfaces: string[];
  /** As a child of its network, without the lists of what is in it. */
  resource: Resource;
}

export function subnetsOf(network: Resource): Subnet[] {
  const subnets = network.properties['subnets'];
  if (!Array.isArray(subnets)) return [];
  return subnets.flatMap((subnet: unknown) => {
    if (typeof subnet !== 'object' || subnet === null) return [];
    const { id, properties } = subnet as { id?: unknown; properties?: unknown };
    if (typeof id !== 'string' || typeof properties !== 'object' || properties === null) return [];
    const inner = { id, name: '', type: '', properties: properties as Record<string, unknown> };
    const interfaces = idsAt(inner, 'ipConfigurations', '*', 'id').map(topOf).filter(isInterface);
    const { ipConfigurations: _, ...kept } = inner.properties;
    const own = { id, name: id.split('/').at(-1)!, type: subnetType, properties: kept };
    const filters = idsAt(inner, 'networkSecurityGroup', 'id');
    return [{ id: parseResourceId(id).id, filters, interfaces, resource: own }];
  });
}

/** A subnet as if it had been read by itself. */
export const subnetDocument = (network: ResourceDocument, { resource }: Subnet): ResourceDocument => ({
  ...network,
  resourceId: resource.id,
  type: resource.type,
  contentHash: contentHash(resource),
  resource,
});

export const isInterface = (id: string): boolean => parseResourceId(id).type === relatedTypes.interface;

/** Of a load balancer not its pools, which may list a thousand machines beside each of these. */
function partOf(resource: Resource): Resource {
  if (resource.type.toLowerCase() !== relatedTypes.balancer) return resource;
  const { backendAddressPools: _, ...properties } = resource.properties;
  return { ...resource, properties };
}

/** What a copy beside a machine is called: an extension of the machine, named by what it is a copy of. */
export function copyFor(machineId: string, original: ResourceDocument): ResourceDocument {
  const resource = partOf(original.resource);
  const name = createHash('sha256').update(parseResourceId(original.resourceId).id).digest('hex').slice(0, 32);
  const resourceId = `${machineId}/providers/Skywarden/copies/${name}`;
  return {
    id: resourceDocumentId(resourceId),
    kind: 'resource',
    ...partitionOf(resourceId),
    workspaceId: original.workspaceId,
    resourceId,
    type: original.type,
    observedAt: original.observedAt,
    source: 'relation',
    contentHash: resource === original.resource ? original.contentHash : contentHash(resource),
    copyOf: original.resourceId,
    resource,
  };
}
