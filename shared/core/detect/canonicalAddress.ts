import { IPv4, IPv6, parse } from 'ipaddr.js';

/** Dotted or compressed text; an IPv4 address mapped into IPv6 is the IPv4 address. Undefined for other text. */
export function canonicalAddress(value: string): string | undefined {
  if (IPv4.isValidFourPartDecimal(value)) return value;
  if (!value.includes(':') || value.length > 60 || !IPv6.isValid(value)) return undefined;
  const address = parse(value) as IPv6;
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}
