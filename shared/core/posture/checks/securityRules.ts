import type { Resource } from '../../../model/resource';
import { addressPrefix } from './addressPrefix';
import type { ResourceGraph } from '../recommendation';
import { record } from './setting';

export interface PortRange {
  from: number;
  to: number;
}

/** An inbound rule of a network security group, its singular and plural fields joined. Words are in lower case. */
export interface InboundRule {
  name: string;
  priority: number;
  access: 'allow' | 'deny';
  protocol: string;
  /** Address prefixes and service tags; an application security group is `asg:<id>`. */
  sources: string[];
  destinations: string[];
  sourcePorts: PortRange[];
  destinationPorts: PortRange[];
}

/** As Azure has them; of any other nobody knows what it lets in. */
const protocols = new Set(['*', 'any', 'tcp', 'udp', 'icmp', 'icmpv6', 'esp', 'ah']);

const ruleType = 'Microsoft.Network/networkSecurityGroups/securityRules';

/**
 * The inbound rules of a group, from `properties.securityRules` and from child resources stored beside it. Where both hold
 * a rule of the same name, nobody knows which is newer: then there are two readings, and both must be judged.
 * Answers the reason when rules are missing or one cannot be read.
 */
export function inboundRules(group: Resource, graph: ResourceGraph): InboundRule[][] | string {
  const nested = group.properties['securityRules'];
  const children = graph.ofType(ruleType);
  if (nested === undefined && children.length === 0) return 'properties.securityRules is missing';
  if (nested !== undefined && !Array.isArray(nested)) return 'properties.securityRules is not a list';
  const nestedRules = readAll(nested ?? []);
  if (typeof nestedRules === 'string') return nestedRules;
  const childRules = readAll(children);
  if (typeof childRules === 'string') return childRules;
  return [withoutRepeats(nestedRules, childRules), withoutRepeats(childRules, nestedRules)];
}

function withoutRepeats(preferred: InboundRule[], others: InboundRule[]): InboundRule[] {
  const names = new Set(preferred.map(({ name }) => name));
  return [...preferred, ...others.filter(({ name }) => !names.has(name))];
}

function readAll(raw: readonly unknown[]): InboundRule[] | string {
  const rules: InboundRule[] = [];
  for (const [at, entry] of raw.entries()) {
    const rule = readRule(entry, at);
    if (typeof rule === 'string') return rule;
    if (rule) rules.push(rule);
  }
  return rules;
}

/** An outbound rule answers undefined, one that cannot be read its reason. */
function readRule(raw: unknown, at: number): InboundRule | string | undefined {
  const entry = record(raw);
  const fields = record(entry?.['properties']);
  const name = (text(entry?.['name']) ?? `#${at}`).toLowerCase();
  if (!fields) return `Rule ${name} has no properties`;
  const direction = text(fields['direction'])?.toLowerCase();
  if (direction === 'outbound') return undefined;
  if (direction !== 'inbound') return `Rule ${name} has no readable direction`;

  const access = text(fields['access'])?.toLowerCase();
  if (access !== 'allow' && access !== 'deny') return `Rule ${name} has no readable access`;
  const priority = fields['priority'];
  if (typeof priority !== 'number' || !Number.isInteger(priority)) return `Rule ${name} has no readable priority`;
  const protocol = text(fields['protocol'])?.toLowerCase();
  if (protocol === undefined || !protocols.has(protocol)) return `Rule ${name} has no readable protocol`;

  const sources = addresses(fields, 'source');
  const destinations = addresses(fields, 'destination');
  if (!sources || !destinations) return `Rule ${name} has no readable ${sources ? 'destination' : 'source'}`;
  const sourcePorts = ports(fields, 'source');
  const destinationPorts = ports(fields, 'destination');
  if (!sourcePorts || !destinationPorts) return `Rule ${name} has no readable ports`;
  return { name, priority, access, protocol, sources, destinations, sourcePorts, destinationPorts };
}

function addresses(fields: Record<string, unknown>, side: 'source' | 'destination'): string[] | undefined {
  const prefixes = joined(fields[`${side}AddressPrefix`], fields[`${side}AddressPrefixes`]);
  const groups = fields[`${side}ApplicationSecurityGroups`] ?? [];
  if (!prefixes || !Array.isArray(groups)) return undefined;
  const ids = groups.map((group) => text(record(group)?.['id']));
  if (ids.includes(undefined)) return undefined;
  const all = [...prefixes.map((prefix) => prefix.toLowerCase()), ...ids.map((id) => `asg:${id!.toLowerCase()}`)];
  return all.length > 0 && all.every(isAddress) ? all : undefined;
}

const isAddress = (word: string): boolean =>
  word === '*' || word.startsWith('asg:') || /^[a-z][\w.-]*$/.test(word) || addressPrefix(word) !== undefined;

function ports(fields: Record<string, unknown>, side: 'source' | 'destination'): PortRange[] | undefined {
  const words = joined(fields[`${side}PortRange`], fields[`${side}PortRanges`]);
  if (!words || words.length === 0) return undefined;
  const ranges = words.map(portRange);
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

function portRange(word: string): PortRange | undefined {
  if (word === '*') return { from: 0, to: 65_535 };
  const found = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(word);
  if (!found) return undefined;
  const from = Number(found[1]);
  const to = Number(found[2] ?? found[1]);
  return from <= to && to <= 65_535 ? { from, to } : undefined;
}

/** The singular and the plural field as one list; ARM leaves the unused one out, or empty. Undefined: not texts. */
function joined(singular: unknown, plural: unknown): string[] | undefined {
  const list = plural ?? [];
  if (!Array.isArray(list)) return undefined;
  const words = [...(singular === undefined || singular === null || singular === '' ? [] : [singular]), ...list];
  const texts = words.map((word) => text(word)?.trim());
  return texts.every((word) => word !== undefined && word !== '') ? (texts as string[]) : undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
