import {
  copyFor,
  idsAt,
  interfacesOfBalancer,
  interfacesOfMachine,
  isInterface,
  isRelated,
  machineOfInterface,
  partsOfInterface,
  relatedTypes,
  subnetDocument,
  subnetsOf,
  subnetsOfInterface,
  topOf,
} from '../../core/posture/relations';
import { partitionOf } from '../../core/documentIds';
import type { ResourceDocument } from '../../model/documents/resources';
import { parseResourceId } from '../../model/resourceId';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';
import { tombstoneOf } from './removeResource';

const width = 8;
/** Copies of what is only seen again are written anew after so long: far below the limits of freshness. */
const refreshMs = 3_600_000;

type RelatePorts = Pick<Ports, 'resources'>;

/**
 * Brings the copies beside every machine that the changed resources have to do with up to date: its interfaces, their
 * subnets and load balancers, the filters of both interfaces and subnets, their public addresses. What belongs to a machine is read from the stored resources each time, so
 * the order in which they come does not matter, and neither does a repeat.
 */
export async function relateMachines(ports: RelatePorts, documents: readonly ResourceDocument[]): Promise<number> {
  const changed = documents.filter(({ type, copyOf }) => copyOf === undefined && isRelated(type));
  const machines = new Set<string>();
  await eachOf(changed, width, async (document) => {
    for (const id of await machinesOf(ports, document)) machines.add(id);
  });
  await eachOf([...machines], width, (id) => untilSaved(() => relate(ports, id)));
  return machines.size;
}

async function machinesOf(ports: RelatePorts, { type, resource }: ResourceDocument): Promise<string[]> {
  switch (type.toLowerCase()) {
    case relatedTypes.machine:
      return [parseResourceId(resource.id).id];
    case relatedTypes.interface:
      return machineOfInterface(resource);
    case relatedTypes.network:
      return machinesOfInterfaces(
        ports,
        subnetsOf(resource).flatMap(({ interfaces }) => interfaces),
      );
    case relatedTypes.address:
      return machinesOfInterfaces(ports, idsAt(resource, 'ipConfiguration', 'id').map(topOf).filter(isInterface));
    case relatedTypes.balancer:
      return machinesOfInterfaces(ports, interfacesOfBalancer(resource));
    default:
      return machinesOfInterfaces(ports, [
        ...idsAt(resource, 'networkInterfaces', '*', 'id'),
        ...(await interfacesIn(ports, idsAt(resource, 'subnets', '*', 'id'))),
      ]);
  }
}

async function interfacesIn(ports: RelatePorts, subnetIds: readonly string[]): Promise<string[]> {
  const networks = await stored(ports, subnetIds.map(topOf));
  return networks
    .flatMap(({ resource }) => subnetsOf(resource))
    .flatMap(({ id, interfaces }) => (subnetIds.includes(id) ? interfaces : []));
}

const machinesOfInterfaces = async (ports: RelatePorts, ids: readonly string[]): Promise<string[]> =>
  (await stored(ports, ids)).flatMap(({ resource }) => machineOfInterface(resource));

async function stored(ports: RelatePorts, ids: readonly string[]): Promise<ResourceDocument[]> {
  const found: ResourceDocument[] = [];
  await eachOf([...new Set(ids)], width, async (id) => {
    const document = await ports.resources.get(id);
    if (document) found.push(document);
  });
  return found;
}

/** The machine names its interfaces: it is the authority on what belongs to it. */
async function relate(ports: RelatePorts, machineId: string): Promise<void> {
  const partition = await ports.resources.load(partitionOf(machineId));
  const machine = partition.find(({ resourceId }) => parseResourceId(resourceId).id === machineId);
  const wanted = new Map((machine ? await belongingTo(ports, machine) : []).map((copy) => [copy.id, copy]));
  for (const copy of partition.filter(({ copyOf }) => copyOf !== undefined)) {
    const next = wanted.get(copy.id);
    if (next && isFresh(copy, next)) wanted.delete(copy.id);
    // As old as the copy: when the relation comes back, so may the copy.
    if (!next) await ports.resources.save(tombstoneOf(copy, copy.observedAt));
  }
  for (const copy of wanted.values()) await ports.resources.save(copy);
}

async function belongingTo(
  ports: RelatePorts,
  { resource, resourceId }: ResourceDocument,
): Promise<ResourceDocument[]> {
  const interfaces = await stored(ports, interfacesOfMachine(resource));
  const subnetIds = new Set(interfaces.flatMap((nic) => subnetsOfInterface(nic.resource)));
  const networks = await stored(ports, [...subnetIds].map(topOf));
  const subnets = networks.flatMap((network) =>
    subnetsOf(network.resource).flatMap((subnet) => (subnetIds.has(subnet.id) ? [{ network, subnet }] : [])),
  );
  const filters = subnets.flatMap(({ subnet }) => subnet.filters);
  const parts = await stored(ports, [...interfaces.flatMap((nic) => partsOfInterface(nic.resource)), ...filters]);
  const children = subnets.map(({ network, subnet }) => subnetDocument(network, subnet));
  return [...interfaces, ...children, ...parts].map((original) => copyFor(resourceId, original));
}

const isFresh = (copy: ResourceDocument, next: ResourceDocument): boolean =>
  copy.contentHash === next.contentHash && Date.parse(next.observedAt) - Date.parse(copy.observedAt) < refreshMs;
