import { parse, parseCIDR, type IPv6 } from 'ipaddr.js';
import { canonicalAddress } from '../canonicalAddress';
import { createAddressIntervals, ipv4Number, type Network } from './addressIntervals';

/** Addresses and networks, found by longest prefix. */
export interface AddressIndex {
  /** Owner of the smallest network that holds the address, else -1. */
  find(address: string): number;
  bytes(): number;
}

/** An address or `address/bits` of version 4 or 6. */
export interface OwnedNetwork {
  value: string;
  owner: number;
}

const nobody = -1;

/** Addresses of these kinds say nothing outside their own network: they never match. */
const localRanges = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'unspecified',
  'broadcast',
  'multicast',
  'carrierGradeNat',
]);

/** The same of version 4 (IANA special-purpose registry), as text for the general parser would take longer than the search. */
const localNetworks = createAddressIntervals(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '224.0.0.0/4',
    '255.255.255.255/32',
  ].map((value) => ({ ...ipv4Network(value)!, owner: 0 })),
);

/** Version 4 in flat intervals: that is where the millions are. Version 6 in one table for each prefix length that occurs. */
export function createAddressIndex(networks: Iterable<OwnedNetwork>): AddressIndex {
  const four: Network[] = [];
  const six = new Map<number, Map<string, number>>();
  for (const { value, owner } of networks) {
    const network = ipv4Network(value);
    if (network !== undefined) four.push({ ...network, owner });
    else addSix(value, owner);
  }
  const intervals = createAddressIntervals(four);
  const longestFirst = [...six].sort(([a], [b]) => b - a);

  function addSix(value: string, owner: number): void {
    const [address, bits] = value.includes('/') ? parseCIDR(value) : ([parse(value), 128] as const);
    const owners = six.get(bits) ?? new Map<string, number>();
    six.set(bits, owners.set(prefixOf(address.toByteArray(), bits), owner));
  }

  function findSix(text: string): number {
    const address = longestFirst.length === 0 ? undefined : canonicalAddress(text);
    if (address === undefined || !address.includes(':')) return nobody;
    const parsed = parse(address) as IPv6;
    const bytes = parsed.toByteArray();
    for (const [bits, owners] of longestFirst) {
      const owner = owners.get(prefixOf(bytes, bits));
      if (owner !== undefined) return localRanges.has(parsed.range()) ? nobody : owner;
    }
    return nobody;
  }

  return {
    find(text) {
      const number = ipv4Number(text.startsWith(mapped) ? text.slice(mapped.length) : text);
      if (number < 0) return findSix(text);
      const owner = intervals.find(number);
      return owner === nobody || localNetworks.find(number) !== nobody ? nobody : owner;
    },
    bytes: () => intervals.bytes() + [...six.values()].reduce((sum, { size }) => sum + size * bytesOfSix, 0),
  };
}

/** An IPv4 address inside IPv6, as canonical text writes it. */
const mapped = '::ffff:';
/** An entry of a Map with a text of 16 characters, measured. */
const bytesOfSix = 80;

/** `address/bits` or an address of version 4; undefined for other text. */
function ipv4Network(value: string): Pick<Network, 'first' | 'bits'> | undefined {
  const slash = value.indexOf('/');
  const address = ipv4Number(slash < 0 ? value : value.slice(0, slash));
  const bits = slash < 0 ? 32 : Number(value.slice(slash + 1));
  if (address < 0 || !(bits >= 0 && bits <= 32)) return undefined;
  return { first: address - (address % 2 ** (32 - bits)), bits };
}

/** The first `bits` of an address as text. */
function prefixOf(bytes: number[], bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  const codes = bytes.slice(0, whole);
  if (rest > 0) codes.push(bytes[whole]! & (0xff << (8 - rest)) & 0xff);
  return String.fromCharCode(...codes);
}
