import { fromByteArray, parse, parseCIDR, type IPv4, type IPv6 } from 'ipaddr.js';
import { canonicalAddress } from '../canonicalAddress';
import type { Indicator } from './indicator';

/** Addresses and networks, found by longest prefix. */
export interface AddressIndex {
  find(address: string): Indicator | undefined;
}

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

/** The same few addresses come again and again: their answers are kept, up to this many. */
const maxAnswers = 10_000;
const maxAddressLength = 64;

/** One table per prefix length, longest first: a query costs one lookup for each length that occurs. */
export function createAddressIndex(indicators: Indicator[]): AddressIndex {
  const tables = new Map<string, { kind: string; bits: number; entries: Map<string, Indicator> }>();
  for (const indicator of indicators) {
    const [network, bits] = networkOf(indicator);
    const key = `${network.kind()}/${bits}`;
    const table = tables.get(key) ?? { kind: network.kind(), bits, entries: new Map<string, Indicator>() };
    table.entries.set(prefixOf(network.toByteArray(), bits), indicator);
    tables.set(key, table);
  }
  const longestFirst = [...tables.values()].sort((a, b) => b.bits - a.bits);

  const answers = new Map<string, Indicator | undefined>();

  function search(text: string): Indicator | undefined {
    const bytes = bytesOf(text);
    if (bytes === undefined) return undefined;
    const kind = bytes.length === 4 ? 'ipv4' : 'ipv6';
    for (const table of longestFirst) {
      const hit = kind === table.kind ? table.entries.get(prefixOf(bytes, table.bits)) : undefined;
      if (hit !== undefined) return localRanges.has(fromByteArray(bytes).range()) ? undefined : hit;
    }
    return undefined;
  }

  return {
    find(text) {
      if (longestFirst.length === 0) return undefined;
      const known = answers.get(text);
      if (known !== undefined || answers.has(text)) return known;
      const found = search(text);
      if (answers.size >= maxAnswers) answers.clear();
      if (text.length <= maxAddressLength) answers.set(text, found);
      return found;
    },
  };
}

const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Read on every event that names an address: the general parser costs several times as much for IPv4. */
function bytesOf(text: string): number[] | undefined {
  const bytes = dotted.exec(text)?.slice(1).map(Number);
  if (bytes !== undefined) return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  const address = canonicalAddress(text);
  return address === undefined ? undefined : parse(address).toByteArray();
}

function networkOf({ type, value }: Indicator): [IPv4 | IPv6, number] {
  if (type === 'cidr') return parseCIDR(value);
  const address = parse(value);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** The first `bits` of an address as text. */
function prefixOf(bytes: number[], bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  const codes = bytes.slice(0, whole);
  if (rest > 0) codes.push(bytes[whole]! & (0xff << (8 - rest)) & 0xff);
  return String.fromCharCode(...codes);
}
