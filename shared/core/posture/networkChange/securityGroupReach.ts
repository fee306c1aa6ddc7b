import type { JsonObject } from '../../../model/json';
import type { Weakening } from '../../../model/networkChange';
import { addressPrefix, contains, publicAddresses } from '../checks/addressPrefix';
import { ambiguousPriority, internetAccess } from '../checks/nsg';
import type { ResourceGraph } from '../recommendation';
import { type InboundRule, inboundRules, type PortRange } from '../checks/securityRules';
import { childrenIn, textIn, textsIn } from './configReader';
import type { Reach } from './reach';

const noGraph: ResourceGraph = { all: [], ofType: () => [] };
const management = [22, 3389, 5985, 5986];
/** Port ranges that are looked at one by one; management ports always are. */
const maxRanges = 256;
const maxNamed = 20;

/**
 * Whether a network security group lets more in than before: ports that the Internet reaches now, denials of traffic from
 * everywhere that are gone, rules with more public sources or more ports, subnets and interfaces it no longer guards.
 */
export function securityGroupReach(before: JsonObject, after: JsonObject): Reach {
  const detached = detachedFrom(before, after);
  const [was, is] = [inboundOf(before), inboundOf(after)];
  if (typeof was === 'string') return { weakenings: detached, notJudged: `Before: ${was}` };
  if (typeof is === 'string') return { weakenings: detached, notJudged: is };
  const opened = openedPorts(was, is);
  const weakenings = [
    ...(opened.length > 0 ? [openedToInternet(opened)] : []),
    ...lostDenials(was, is),
    ...(opened.length > 0 ? [] : grownRules(was, is)),
    ...lostOutboundDenials(before, after),
    ...detached,
  ];
  const priority = ambiguousPriority(is);
  return {
    weakenings,
    ...(priority !== undefined && { notJudged: `Rules of different access share the priority ${priority}` }),
  };
}

function inboundOf(config: JsonObject): InboundRule[] | string {
  const rules = childrenIn(config, 'properties', 'securityRules').map(([name, rule]) => ({ name, ...rule }));
  const group = { id: 'group', name: 'group', type: 'group', properties: { securityRules: rules } };
  const readings = inboundRules(group, noGraph);
  return typeof readings === 'string' ? readings : readings[0]!;
}

type Protocol = 'tcp' | 'udp';
interface Opened extends PortRange {
  protocol: Protocol;
  rule: string;
}

function openedPorts(was: readonly InboundRule[], is: readonly InboundRule[]): Opened[] {
  const opened: Opened[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    for (const { from, to } of rangesOf([...was, ...is])) {
      const now = internetAccess(is, from, protocol);
      if (now.access === 'deny' || internetAccess(was, from, protocol).access === 'allow') continue;
      const last = opened.at(-1);
      if (last?.protocol === protocol && last.to === from - 1 && last.rule === now.rule) last.to = to;
      else opened.push({ protocol, from, to, rule: now.rule });
    }
  }
  return opened;
}

/** Ranges within which all ports meet the same rules. */
function rangesOf(rules: readonly InboundRule[]): PortRange[] {
  const starts = new Set([0]);
  const add = (port: number) => port <= 65_535 && starts.add(port);
  for (const port of management) [port, port + 1].forEach(add);
  for (const { destinationPorts } of rules) {
    for (const { from, to } of destinationPorts) if (starts.size < 2 * maxRanges) [from, to + 1].forEach(add);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((from, at) => ({ from, to: (sorted[at + 1] ?? 65_536) - 1 }));
}

function openedToInternet(opened: Opened[]): Weakening {
  const isManagement = opened.some(({ from, to }) => management.some((port) => from <= port && port <= to));
  const named = opened.slice(0, maxNamed).map(({ protocol, from, to, rule }) => {
    const ports = from === to ? `${from}` : `${from}-${to}`;
    return `${ports}/${protocol} (rule ${rule})`;
  });
  return {
    reason: 'OpenedToInternet',
    detail: `The Internet now reaches ${named.join(', ')}${opened.length > maxNamed ? ' and more' : ''}.`,
    severity: isManagement ? 'High' : 'Medium',
  };
}

const isAnyone = (word: string): boolean => ['*', 'any', 'internet', '0.0.0.0/0', '::/0'].includes(word);

/** A denial of traffic from everywhere that is gone, or that now denies less. */
function lostDenials(was: readonly InboundRule[], is: readonly InboundRule[]): Weakening[] {
  const lost = was.filter((rule) => {
    if (rule.access !== 'deny' || !rule.sources.some(isAnyone)) return false;
    return !is.some((other) => other.access === 'deny' && other.priority <= rule.priority && admits(other, rule));
  });
  return lost.map(({ name }) => ({
    reason: 'DenyRemoved',
    detail: `The rule ${name}, which denied traffic from everywhere, is gone or denies less.`,
    severity: 'Low',
  }));
}

/** Rules that let in public addresses or ports which the rule of that name did not; a new one of known addresses is the least. */
function grownRules(was: readonly InboundRule[], is: readonly InboundRule[]): Weakening[] {
  const before = new Map(was.map((rule) => [rule.name, rule]));
  return is.flatMap((rule): Weakening[] => {
    if (rule.access !== 'allow' || !rule.sources.some(isPublic)) return [];
    if (was.some((other) => other.access === 'allow' && admits(other, rule))) return [];
    const old = before.get(rule.name);
    const detail = `${rule.sources.filter(isPublic).slice(0, maxNamed).join(', ')} may reach ports ${portsOf(rule)}`;
    if (old?.access === 'allow')
      return [{ reason: 'AllowWidened', detail: `The rule ${rule.name} lets in more: ${detail}.`, severity: 'Low' }];
    return [{ reason: 'AllowAdded', detail: `The rule ${rule.name} is new: ${detail}.`, severity: 'Informational' }];
  });
}

const portsOf = ({ destinationPorts }: InboundRule): string =>
  destinationPorts
    .slice(0, maxNamed)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`))
    .join(', ');

function isPublic(word: string): boolean {
  const prefix = addressPrefix(word);
  return prefix ? publicAddresses(prefix) > 0 : isAnyone(word);
}

/** Whether the one rule speaks of all traffic that the other speaks of. */
function admits(outer: InboundRule, inner: InboundRule): boolean {
  const isProtocol = outer.protocol === '*' || outer.protocol === 'any' || outer.protocol === inner.protocol;
  return (
    isProtocol &&
    inner.sources.every((source) => outer.sources.some((other) => holdsAddress(other, source))) &&
    inner.destinations.every((one) => outer.destinations.some((other) => holdsAddress(other, one))) &&
    inner.sourcePorts.every((ports) => outer.sourcePorts.some((other) => holdsPorts(other, ports))) &&
    inner.destinationPorts.every((ports) => outer.destinationPorts.some((other) => holdsPorts(other, ports)))
  );
}

const holdsPorts = (outer: PortRange, inner: PortRange): boolean => outer.from <= inner.from && inner.to <= outer.to;

export function holdsAddress(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*' || outer === 'any') return true;
  const [wide, narrow] = [addressPrefix(outer), addressPrefix(inner)];
  if (wide && narrow) return contains(wide, narrow);
  return outer === 'internet' && narrow !== undefined && publicAddresses(narrow) > 0;
}

function lostOutboundDenials(before: JsonObject, after: JsonObject): Weakening[] {
  const isDenial = (rule: JsonObject): boolean =>
    textIn(rule, 'properties', 'access').toLowerCase() === 'deny' &&
    textIn(rule, 'properties', 'direction').toLowerCase() === 'outbound';
  const kept = new Set(
    childrenIn(after, 'properties', 'securityRules').flatMap(([name, rule]) => (isDenial(rule) ? [name] : [])),
  );
  return childrenIn(before, 'properties', 'securityRules')
    .filter(([name, rule]) => isDenial(rule) && !kept.has(name))
    .map(([name]) => ({
      reason: 'OutboundDenyRemoved',
      detail: `The rule ${name}, which denied outbound traffic, is gone or allows it.`,
      severity: 'Low' as const,
    }));
}

function detachedFrom(before: JsonObject, after: JsonObject): Weakening[] {
  const guarded = (config: JsonObject): string[] =>
    ['subnets', 'networkInterfaces'].flatMap((list) => textsIn(config, 'properties', list));
  const kept = new Set(guarded(after));
  const lost = guarded(before).filter((id) => !kept.has(id));
  if (lost.length === 0) return [];
  const names = lost.slice(0, maxNamed).map((id) => id.split('/').at(-1));
  return [{ reason: 'FilterDetached', detail: `The group no longer guards ${names.join(', ')}.`, severity: 'Medium' }];
}
