import ipaddr from 'ipaddr.js';
import { Rejected } from '../../model/rejected';

/** Ranges (`127.0.0.0/8`), single addresses and host names that may be called although they are not public. */
export type AllowedTargets = string[];

/**
 * Refuses a target whose host resolves to anything but public unicast addresses, unless the setting allows it: an
 * automation must not reach the metadata service or the network behind the app. Every address must pass.
 */
export function checkAddresses(host: string, addresses: string[], allowed: AllowedTargets): void {
  if (allowed.some((entry) => entry.toLowerCase() === host.toLowerCase())) return;
  const refused = addresses.find((address) => !isPublic(address) && !isAllowed(address, allowed));
  if (refused === undefined) return;
  throw new Rejected(
    'PrivateTarget',
    `The target ${host} is at the private address ${refused}; permit it with ALLOWED_PRIVATE_TARGETS or use a public one`,
  );
}

/** Azure's own services on every virtual network (DHCP, DNS, health, the agent's settings) stand at a public address. */
const platformAddress = '168.63.129.16';

function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && parsed.toString() !== platformAddress;
}

export function isAllowed(address: string, allowed: AllowedTargets): boolean {
  const parsed = ipaddr.process(address);
  return allowed.some((entry) => {
    const range = rangeOf(entry);
    return range !== undefined && parsed.kind() === range[0].kind() && parsed.match(range);
  });
}

function rangeOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!ipaddr.isValid(entry)) return undefined;
  const address = ipaddr.parse(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
