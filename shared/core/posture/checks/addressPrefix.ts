import ipaddr from 'ipaddr.js';

export type Family = 'ipv4' | 'ipv6';

export interface AddressPrefix {
  family: Family;
  address: ipaddr.IPv4 | ipaddr.IPv6;
  bits: number;
}

const familyBits: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** Reads an address or a prefix in CIDR form; undefined for anything else, such as a service tag. */
export function addressPrefix(word: string): AddressPrefix | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(word) || ipaddr.IPv6.isValidCIDR(word)) {
    const [address, bits] = ipaddr.parseCIDR(word);
    return { family: address.kind(), address, bits };
  }
  if (!ipaddr.IPv4.isValidFourPartDecimal(word) && !ipaddr.IPv6.isValid(word)) return undefined;
  const address = ipaddr.parse(word);
  return { family: address.kind(), address, bits: familyBits[address.kind()] };
}

/** True when every address of `inner` lies in `outer`. */
export const contains = (outer: AddressPrefix, inner: AddressPrefix): boolean =>
  outer.family === inner.family && outer.bits <= inner.bits && inner.address.match(outer.address, outer.bits);

/** Addresses in a prefix that lies outside the ranges for private use; a prefix wider than such a range is outside. */
export function publicAddresses({ family, address, bits }: AddressPrefix): number {
  const within = bits >= (family === 'ipv4' ? 8 : 7) && privateRanges.has(address.range());
  return within ? 0 : 2 ** (familyBits[family] - bits);
}

const privateRanges = new Set<string>(['private', 'carrierGradeNat', 'uniqueLocal', 'linkLocal', 'loopback']);
