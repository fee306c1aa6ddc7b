import { parse, parseCIDR } from 'ipaddr.js';
import { canonicalAddress } from '../canonicalAddress';
import {
  type AddressIntervals,
  createAddressIntervals,
  ipv4Number,
  type Network,
  openAddressIntervals,
} from './addressIntervals';
import { below, bytesOf, type Columns, under } from './columns';
import { createSixIndex, openSixIndex, type SixIndex, type SixNetwork } from './sixIndex';

/** Addresses and networks, found by longest prefix. */
export interface AddressIndex {
  /** Owner of the smallest network that holds the address, else -1. */
  find(address: string): number;
  /** The owners that chains begin at: of version 4 the smallest network alone, of version 6 one of each length. */
  findAll(address: string): number[];
  columns(): Columns;
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

type Before = (owner: number, other: number) => void;

/** Version 4 in flat intervals: that is where the millions are. `before` is told of equal and of wider networks of version 4, and of equal ones of 6. */
export function createAddressIndex(networks: Iterable<OwnedNetwork>, before: Before = () => undefined): AddressIndex {
  const four: Network[] = [];
  const six: SixNetwork[] = [];
  for (const { value, owner } of networks) {
    const network = ipv4Network(value);
    if (network !== undefined) four.push({ ...network, owner });
    else six.push({ ...ipv6Network(value), owner });
  }
  return over(createAddressIntervals(four, before), createSixIndex(six, before));
}

export const openAddressIndex = (columns: Columns): AddressIndex =>
  over(openAddressIntervals(below('four', columns)), openSixIndex(below('six', columns)));

function over(intervals: AddressIntervals, six: SixIndex): AddressIndex {
  const columns = (): Columns => ({ ...under('four', intervals.columns()), ...under('six', six.columns()) });

  /** All networks of version 6 that hold it. */
  function findSix(text: string): number[] {
    const address = six.isEmpty ? undefined : canonicalAddress(text);
    if (address === undefined || !address.includes(':')) return [];
    const parsed = parse(address);
    return localRanges.has(parsed.range()) ? [] : [...six.find(Uint8Array.from(parsed.toByteArray()))];
  }

  function findFour(number: number): number {
    const owner = intervals.find(number);
    return owner === nobody || localNetworks.find(number) !== nobody ? nobody : owner;
  }

  return {
    find(text) {
      const number = numberOf(text);
      return number < 0 ? (findSix(text)[0] ?? nobody) : findFour(number);
    },
    findAll(text) {
      const number = numberOf(text);
      if (number < 0) return findSix(text);
      const owner = findFour(number);
      return owner === nobody ? [] : [owner];
    },
    columns,
    bytes: () => bytesOf(columns()),
  };
}

/** An IPv4 address inside IPv6, as canonical text writes it. */
const mapped = '::ffff:';
const numberOf = (text: string): number => ipv4Number(text.startsWith(mapped) ? text.slice(mapped.length) : text);

/** `address/bits` or an address of version 4; undefined for other text. */
function ipv4Network(value: string): Pick<Network, 'first' | 'bits'> | undefined {
  const slash = value.indexOf('/');
  const address = ipv4Number(slash < 0 ? value : value.slice(0, slash));
  const bits = slash < 0 ? 32 : Number(value.slice(slash + 1));
  if (address < 0 || !(bits >= 0 && bits <= 32)) return undefined;
  return { first: address - (address % 2 ** (32 - bits)), bits };
}

/** Throws for text that is neither an address nor a network. */
function ipv6Network(value: string): Omit<SixNetwork, 'owner'> {
  const [address, bits] = value.includes('/') ? parseCIDR(value) : ([parse(value), 128] as const);
  return { address: address.toByteArray(), bits };
}
