import type { Resource } from '../../../model/resource';
import { parseResourceId } from '../../../model/resourceId';
import type { ResourceGraph } from '../recommendation';
import { resourceById } from './resourceById';
import type { PortRange } from './securityRules';
import { flagAt, listAt, valueAt, wordAt } from './setting';

export const balancerType = 'Microsoft.Network/loadBalancers';

/** Ports at which the Internet reaches a network interface, before any group filters it. */
export interface InternetReach {
  tcp: PortRange[];
  udp: PortRange[];
  /** Why it may be more. */
  unclear?: string;
}

const everyPort: PortRange = { from: 0, to: 65_535 };

/** Every port by an address of its own, and those that public load balancers forward to it. */
export function internetReach(configurations: readonly unknown[], graph: ResourceGraph): InternetReach {
  if (configurations.some((one) => valueAt(one, 'properties.publicIPAddress.id'))) {
    return { tcp: [everyPort], udp: [everyPort] };
  }
  const reach: InternetReach = { tcp: [], udp: [] };
  for (const id of configurations.flatMap(balancedBy)) {
    const forwarded = forwardedTo(id, graph);
    if (typeof forwarded === 'string') reach.unclear ??= forwarded;
    else for (const { protocols, ports } of forwarded) for (const one of protocols) addPorts(reach[one], ports);
  }
  return reach;
}

/** Members of load balancers that an address of an interface names: pools that it is in, rules that are for it alone. */
const balancedBy = (configuration: unknown): (string | undefined)[] =>
  ['loadBalancerBackendAddressPools', 'loadBalancerInboundNatRules'].flatMap((list) =>
    (listAt(configuration, `properties.${list}`) ?? []).map((one) => wordAt(one, 'id')),
  );

interface Forwarded {
  protocols: ('tcp' | 'udp')[];
  ports: PortRange;
}

function forwardedTo(id: string | undefined, graph: ResourceGraph): Forwarded[] | string {
  const balancer = id === undefined ? undefined : resourceById(graph, balancerType, parseResourceId(id).rootId);
  const balancing = listAt(balancer?.properties, 'loadBalancingRules');
  const translating = listAt(balancer?.properties, 'inboundNatRules');
  if (!balancer || !balancing || !translating) return 'a load balancer of an interface was not collected';
  const rules = [...balancing, ...translating].filter((one) => targetsOf(one).includes(id));
  if (rules.length === 0 && id?.includes('/inboundnatrules/')) return 'a rule of a load balancer was not collected';
  const found: Forwarded[] = [];
  for (const rule of rules) {
    const isPublic = isPublicFrontend(balancer, wordAt(rule, 'properties.frontendIPConfiguration.id'));
    if (isPublic === false) continue;
    const forwarded = isPublic === undefined ? undefined : readRule(rule);
    if (!forwarded) return 'a rule of a load balancer cannot be read';
    found.push(forwarded);
  }
  return found;
}

/** The rule itself, which an interface names, or its pools. */
const targetsOf = (rule: unknown): unknown[] => [
  wordAt(rule, 'id'),
  wordAt(rule, 'properties.backendAddressPool.id'),
  ...(listAt(rule, 'properties.backendAddressPools') ?? []).map((pool) => wordAt(pool, 'id')),
];

function isPublicFrontend({ properties }: Resource, id: string | undefined): boolean | undefined {
  const frontend = listAt(properties, 'frontendIPConfigurations')?.find((one) => wordAt(one, 'id') === id);
  if (id === undefined || !frontend) return undefined;
  if (['publicIPAddress', 'publicIPPrefix'].some((name) => valueAt(frontend, `properties.${name}.id`))) return true;
  return valueAt(frontend, 'properties.subnet.id') ? false : undefined;
}

/** With a floating address the machine sees the port of the frontend; port 0 stands for all (load balancing rules of all ports). */
function readRule(rule: unknown): Forwarded | undefined {
  const protocol = wordAt(rule, 'properties.protocol');
  const isFloating = flagAt(rule, 'properties.enableFloatingIP') === true;
  const port = valueAt(rule, isFloating ? 'properties.frontendPort' : 'properties.backendPort');
  if (protocol === 'all') return { protocols: ['tcp', 'udp'], ports: everyPort };
  if ((protocol !== 'tcp' && protocol !== 'udp') || typeof port !== 'number') return undefined;
  return { protocols: [protocol], ports: port === 0 ? everyPort : { from: port, to: port } };
}

/** Ranges do not overlap: what is open is counted. */
function addPorts(ranges: PortRange[], added: PortRange): void {
  if (added === everyPort) ranges.length = 0;
  if (!ranges.some(({ from, to }) => from <= added.from && added.to <= to)) ranges.push(added);
}
