import type { JsonObject } from '../../../model/json';
import type { Weakening } from '../../../model/networkChange';
import { type AddressPrefix, addressPrefix, contains, publicAddresses } from '../checks/addressPrefix';
import { childrenIn, textIn, textsIn } from './configReader';
import type { Reach } from './reach';

interface Hop {
  type: string;
  address: string;
}
interface Route {
  prefix: string;
  hop: Hop;
}

const everywhere = ['0.0.0.0/0', '::/0'];
const maxNamed = 20;

/**
 * Whether traffic goes around what looked at it: prefixes that went to a virtual appliance or gateway and now go to the
 * Internet, nowhere or to another appliance, by the longest prefix that holds them; subnets that lost such routes.
 */
export function routeReach(before: JsonObject, after: JsonObject): Reach {
  const [was, is] = [routesOf(before), routesOf(after)];
  const prefixes = [...new Set([...everywhere, ...was.map(({ prefix }) => prefix), ...is.map(({ prefix }) => prefix)])];
  const moved = prefixes.flatMap((prefix) => movedHop(prefix, hopOf(was, prefix), hopOf(is, prefix)));
  return { weakenings: [...moved.slice(0, maxNamed), ...detached(before, after, was)] };
}

const routesOf = (config: JsonObject): Route[] =>
  childrenIn(config, 'properties', 'routes').map(([, route]) => ({
    prefix: textIn(route, 'properties', 'addressPrefix').toLowerCase(),
    hop: {
      type: textIn(route, 'properties', 'nextHopType').toLowerCase(),
      address: textIn(route, 'properties', 'nextHopIpAddress').toLowerCase(),
    },
  }));

/** Routes of one table for one prefix; what none holds goes where Azure sends it by itself. Service tags hold themselves only. */
function hopOf(routes: readonly Route[], prefix: string): Hop {
  const wanted = addressPrefix(prefix);
  let best: { bits: number; hop: Hop } | undefined;
  for (const route of routes) {
    const own = addressPrefix(route.prefix);
    const holds = wanted && own ? contains(own, wanted) : route.prefix === prefix;
    const bits = own?.bits ?? 129;
    if (holds && (!best || bits > best.bits)) best = { bits, hop: route.hop };
  }
  return best?.hop ?? { type: wanted && isPublic(wanted) ? 'internet' : 'default', address: '' };
}

const isPublic = (prefix: AddressPrefix): boolean => publicAddresses(prefix) > 0;

const isInspected = ({ type }: Hop): boolean => type === 'virtualappliance' || type === 'virtualnetworkgateway';

function movedHop(prefix: string, was: Hop, is: Hop): Weakening[] {
  const of = (hop: Hop) => names[hop.type] ?? hop.type;
  if (isInspected(was) && !isInspected(is)) {
    const severity = is.type === 'none' ? 'Low' : 'Medium';
    const detail = `Traffic to ${prefix} went to ${of(was)} and now goes ${is.type === 'none' ? 'nowhere' : `to ${of(is)}`}.`;
    return [{ reason: 'ApplianceBypassed', detail, severity }];
  }
  if (was.type === 'none' && is.type === 'internet')
    return [
      {
        reason: 'DroppedRouteOpened',
        detail: `Traffic to ${prefix} was dropped and now goes to the Internet.`,
        severity: 'Medium',
      },
    ];
  if (was.type === 'virtualappliance' && is.type === 'virtualappliance' && was.address !== is.address) {
    const detail = `Traffic to ${prefix} goes to the appliance ${is.address || '(none)'} instead of ${was.address || '(none)'}.`;
    return [{ reason: 'ApplianceChanged', detail, severity: 'Low' }];
  }
  return [];
}

const names: Readonly<Record<string, string>> = {
  virtualappliance: 'a virtual appliance',
  virtualnetworkgateway: 'a gateway',
  internet: 'the Internet',
  vnetlocal: 'the virtual network',
  default: "Azure's own route",
};

function detached(before: JsonObject, after: JsonObject, was: readonly Route[]): Weakening[] {
  const kept = new Set(textsIn(after, 'properties', 'subnets'));
  const lost = textsIn(before, 'properties', 'subnets').filter((id) => !kept.has(id));
  if (lost.length === 0 || !was.some(({ hop }) => isInspected(hop))) return [];
  const subnets = lost.slice(0, maxNamed).map((id) => id.split('/').at(-1));
  const detail = `${subnets.join(', ')} no longer send their traffic to the appliance or gateway of this table.`;
  return [{ reason: 'RoutesDetached', detail, severity: 'Medium' }];
}
