import { partitionOf, resourceDocumentId } from '../documentIds';
import { createHash } from 'node:crypto';
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

/** Its own filter and its public addresses; those of its subnets the network names. */
export const partsOfInterface = (nic: Resource): string[] => [
  ...idsAt(nic, 'networkSecurityGroup', 'id'),
  ...idsAt(nic, 'ipConfigurations', '*', 'properties', 'publicIPAddress', 'id'),
];

/** `.../networkInterfaces/n/ipConfigurations/c` is about the interface, `.../virtualNetworks/v/subnets/s` about the network. */
export const topOf = (id: string): string => parseResourceId(id).rootId;

interface Subnet {
  id: string;
  filters: string[];
  interfaces: string[];
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
    return [{ id: parseResourceId(id).id, filters: idsAt(inner, 'networkSecurityGroup', 'id'), interfaces }];
  });
}

export const isInterface = (id: string): boolean => parseResourceId(id).type === relatedTypes.interface;

/** What a copy beside a machine is called: an extension of the machine, named by what it is a copy of. */
export function copyFor(machineId: string, original: ResourceDocument): ResourceDocument {
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
    contentHash: original.contentHash,
    copyOf: original.resourceId,
    resource: original.resource,
  };
}
