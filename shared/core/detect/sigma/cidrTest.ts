import { isValidCIDR, parse, parseCIDR } from 'ipaddr.js';
import { Rejected } from '../../../model/rejected';
import { canonicalAddress } from '../canonicalAddress';
import type { ValueTest } from './valueTest';

/** True for addresses of the network; an IPv4 address written as IPv6 is the IPv4 address. Throws Rejected for no network. */
export function cidrTest(value: string): ValueTest {
  const whole = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;
  if (!isValidCIDR(whole)) throw new Rejected('RuleInvalid', `"${value}" is no network in CIDR notation`);
  const network = parseCIDR(whole);
  return ({ text }) => {
    const address = canonicalAddress(text.trim());
    if (address === undefined) return false;
    const parsed = parse(address);
    return parsed.kind() === network[0].kind() && parsed.match(network);
  };
}
