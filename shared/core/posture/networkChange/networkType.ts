import { parseResourceId } from '../../../model/resourceId';

export type NetworkKind =
  'securityGroup' | 'routeTable' | 'firewall' | 'firewallPolicy' | 'ruleGroup' | 'publicAddress';

/** What is watched. `list` is the member of `properties` that holds children which also are resources of their own. */
interface NetworkType {
  kind: NetworkKind;
  list?: string;
}

const types: Readonly<Record<string, NetworkType>> = {
  'microsoft.network/networksecuritygroups': { kind: 'securityGroup', list: 'securityRules' },
  'microsoft.network/routetables': { kind: 'routeTable', list: 'routes' },
  'microsoft.network/azurefirewalls': { kind: 'firewall' },
  'microsoft.network/firewallpolicies': { kind: 'firewallPolicy' },
  'microsoft.network/firewallpolicies/rulecollectiongroups': { kind: 'ruleGroup' },
  'microsoft.network/publicipaddresses': { kind: 'publicAddress' },
};

/** The resource whose configuration is kept; `child` is the name of the rule or route in its `list` that is meant. */
export interface NetworkSubject extends NetworkType {
  resourceId: string;
  type: string;
  child?: string;
}

/** Reads an id as sent; undefined for what is no network filter, route or public address. */
export function networkSubject(resourceId: string): NetworkSubject | undefined {
  const { type } = parseResourceId(resourceId);
  if (!type.startsWith('microsoft.network/')) return undefined;
  if (Object.hasOwn(types, type)) return { ...types[type]!, resourceId, type };
  const at = type.lastIndexOf('/');
  const parent = type.slice(0, at);
  const listed = Object.hasOwn(types, parent) ? types[parent]! : undefined;
  if (listed?.list?.toLowerCase() !== type.slice(at + 1)) return undefined;
  const parts = resourceId.trim().replace(/\/+$/, '').split('/');
  return { ...listed, resourceId: parts.slice(0, -2).join('/'), type: parent, child: parts.at(-1)!.toLowerCase() };
}
