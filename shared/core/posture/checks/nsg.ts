import { addressPrefix, contains, type Family, publicAddresses } from './addressPrefix';
import type { InboundRule, PortRange } from './securityRules';

/** What happens to traffic from the Internet to a port. `rule` is the rule that lets it in. */
export type InternetAccess = { access: 'deny' } | { access: 'allow'; rule: string };

/**
 * Follows the rules of a network security group for traffic from the Internet to one port: the lowest priority number
 * decides; what no rule decides is denied (default rule DenyAllInBound). IPv4 and IPv6 are followed apart, and either
 * way in counts. A rule allows the Internet when its source is any address, the tag `Internet`, or prefixes that together
 * hold more public addresses than one /8 (IPv6: one /16); it denies it only when its source is every address.
 */
export function internetAccess(rules: readonly InboundRule[], port: number, protocol: 'tcp' | 'udp'): InternetAccess {
  const ordered = rules
    .filter((rule) => rule.protocol === '*' || rule.protocol === 'any' || rule.protocol === protocol)
    .filter(({ destinationPorts }) => destinationPorts.some(({ from, to }) => from <= port && port <= to))
    .toSorted((a, b) => a.priority - b.priority);
  const rule = letIn(ordered, 'ipv4') ?? letIn(ordered, 'ipv6');
  return rule ? { access: 'allow', rule: rule.name } : { access: 'deny' };
}

/** Two rules of one priority and different access: ARM refuses this, so such data has no effective decision. */
export function ambiguousPriority(rules: readonly InboundRule[]): number | undefined {
  const seen = new Map<number, InboundRule['access']>();
  for (const { priority, access } of rules) {
    if ((seen.get(priority) ?? access) !== access) return priority;
    seen.set(priority, access);
  }
  return undefined;
}

/** The first rule that allows some packet which no earlier rule denies. */
function letIn(ordered: readonly InboundRule[], family: Family): InboundRule | undefined {
  const denials: InboundRule[] = [];
  for (const rule of ordered) {
    if (rule.access === 'deny') {
      if (rule.sources.some((source) => isEveryAddress(source, family))) denials.push(rule);
      continue;
    }
    if (!isInternet(rule.sources, family)) continue;
    const open = rule.destinations
      .filter((destination) => (addressPrefix(destination)?.family ?? family) === family)
      .some((destination) =>
        rule.sourcePorts.some((ports) => !denials.some((denial) => covers(denial, destination, ports, family))),
      );
    if (open) return rule;
  }
  return undefined;
}

const covers = (denial: InboundRule, destination: string, ports: PortRange, family: Family): boolean =>
  denial.sourcePorts.some(({ from, to }) => from <= ports.from && ports.to <= to) &&
  denial.destinations.some((denied) => denied === destination || holds(denied, destination, family));

/** Inside a virtual network every destination is `VirtualNetwork`. */
function holds(denied: string, destination: string, family: Family): boolean {
  if (denied === 'virtualnetwork' || (denied !== 'internet' && isEveryAddress(denied, family))) return true;
  const [outer, inner] = [addressPrefix(denied), addressPrefix(destination)];
  return outer !== undefined && inner !== undefined && contains(outer, inner);
}

function isEveryAddress(word: string, family: Family): boolean {
  if (word === '*' || word === 'any' || word === 'internet') return true;
  const prefix = addressPrefix(word);
  return prefix?.family === family && prefix.bits === 0;
}

/** More public addresses than this are no longer somebody's network: one /8, for IPv6 one /16. */
const largestNetwork: Readonly<Record<Family, number>> = { ipv4: 2 ** 24, ipv6: 2 ** 112 };

function isInternet(sources: readonly string[], family: Family): boolean {
  if (sources.some((source) => isEveryAddress(source, family))) return true;
  const addresses = sources.reduce((sum, source) => {
    const prefix = addressPrefix(source);
    return prefix?.family === family ? sum + publicAddresses(prefix) : sum;
  }, 0);
  return addresses > largestNetwork[family];
}
