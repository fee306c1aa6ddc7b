import type { Resource } from '../../../model/resource';
import { isWithin } from '../../../model/resourceId';
import type { ResourceGraph } from '../recommendation';
import { type InternetReach, internetReach } from './internetReach';
import { resourceById } from './resourceById';
import { type InboundRule, inboundRules } from './securityRules';
import { listAt, valueAt } from './setting';

export const interfaceType = 'Microsoft.Network/networkInterfaces';
export const subnetType = 'Microsoft.Network/virtualNetworks/subnets';
export const groupType = 'Microsoft.Network/networkSecurityGroups';

/** One network interface of a machine, with the groups that filter what comes to it. */
export interface MachineInterface {
  resource: Resource;
  reach: InternetReach;
  /** Groups at the interface and at its subnets: traffic must pass all. */
  groups: Resource[];
  /** Why not all groups are known. */
  unclear?: string;
}

/**
 * The network of a virtual machine, from the copies of its interfaces, their subnets and groups that are kept in its partition.
 * Answers the reason when an interface that the machine names was not collected.
 */
export function machineInterfaces({ properties }: Resource, graph: ResourceGraph): MachineInterface[] | string {
  const references = listAt(properties, 'networkProfile.networkInterfaces');
  if (!references || references.length === 0) return 'The snapshot does not name the network interfaces of the machine';
  const found: MachineInterface[] = [];
  for (const reference of references) {
    const resource = resourceById(graph, interfaceType, valueAt(reference, 'id'));
    const configurations = listAt(resource?.properties, 'ipConfigurations');
    if (!resource || !configurations) return 'A network interface of the machine was not collected';
    found.push({ resource, ...groupsOf(resource, configurations, graph), reach: internetReach(configurations, graph) });
  }
  return found;
}

function groupsOf(
  resource: Resource,
  configurations: unknown[],
  graph: ResourceGraph,
): Pick<MachineInterface, 'groups' | 'unclear'> {
  const ids = [valueAt(resource.properties, 'networkSecurityGroup.id')];
  const reasons: string[] = [];
  for (const configuration of configurations) {
    const subnetId = valueAt(configuration, 'properties.subnet.id');
    const subnet = resourceById(graph, subnetType, subnetId);
    if (!subnet) reasons.push('the subnet of an interface was not collected');
    ids.push(valueAt(subnet?.properties, 'networkSecurityGroup.id'));
  }
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string').map((id) => id.toLowerCase()))];
  const groups = wanted.flatMap((id) => resourceById(graph, groupType, id) ?? []);
  if (groups.length < wanted.length) reasons.push('a network security group was not collected');
  return { groups, ...(reasons[0] && { unclear: reasons[0] }) };
}

/** The Internet reaches some port of it, unless a group filters that. */
export const isPublic = ({ reach }: MachineInterface): boolean => reach.tcp.length + reach.udp.length > 0;

/** The rules of a group that lies beside what is judged: of several readings all must be judged. */
export function rulesOf(group: Resource, graph: ResourceGraph): InboundRule[][] | string {
  return inboundRules(group, {
    get all() {
      return graph.all;
    },
    ofType: (type) => graph.ofType(type).filter(({ id }) => id !== group.id && isWithin(id, group.id)),
  });
}
