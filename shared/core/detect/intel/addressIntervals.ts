import { bytesOf, columnOf, type Columns } from './columns';

/** Which network an IPv4 address belongs to, the smallest that holds it. 8 bytes a boundary, two boundaries a network at most. */
export interface AddressIntervals {
  /** Owner of the smallest network that holds the address (32 bits, unsigned), else -1. */
  find(address: number): number;
  columns(): Columns;
  bytes(): number;
}

export interface Network {
  /** First address, 32 bits, unsigned. */
  first: number;
  bits: number;
  owner: number;
}

const nobody = -1;

/**
 * Networks that hold one another are laid out flat as disjoint intervals, so that one binary search finds the smallest. An index on the upper 16
 * bits leaves it a few steps. Of equal networks the one added last counts. `before` is told which network an owner's own one
 * stands before: the equal one added earlier, else the next wider.
 */
export function createAddressIntervals(
  networks: Network[],
  before: (owner: number, other: number) => void = () => undefined,
): AddressIntervals {
  const { starts, owners } = flattened(networks, before);
  return over({ starts, owners, upper: upperIndex(starts) });
}

export const openAddressIntervals = (columns: Columns): AddressIntervals =>
  over({
    starts: columnOf(columns, 'starts', 'Uint32Array'),
    owners: columnOf(columns, 'owners', 'Int32Array'),
    upper: columnOf(columns, 'upper', 'Uint32Array'),
  });

interface Intervals {
  starts: Uint32Array;
  owners: Int32Array;
  upper: Uint32Array;
}

function over(intervals: Intervals): AddressIntervals {
  const { starts, owners, upper } = intervals;
  const columns = (): Columns => ({ ...intervals });
  return {
    find(address) {
      let low = upper[address >>> 16]!;
      let high = upper[(address >>> 16) + 1]!;
      // The last boundary at or before the address; it may lie in an earlier block.
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (starts[middle]! <= address) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? nobody : owners[low - 1]!;
    },
    columns,
    bytes: () => bytesOf(columns()),
  };
}

const lastOf = ({ first, bits }: Network): number => first + 2 ** (32 - bits) - 1;

/**
 * By first address, wider before smaller, equal ones in their order: three numbers in 64 bits, since sorting a million objects takes ten times as
 * long. Room for 67 million.
 */
function sorted(networks: Network[]): Network[] {
  const keys = BigUint64Array.from(
    networks,
    ({ first, bits }, at) => (BigInt(first) << 32n) | (BigInt(bits) << 26n) | BigInt(at),
  );
  return Array.from(keys.sort(), (key) => networks[Number(key & 0x3ff_ffffn)]!);
}

function flattened(
  networks: Network[],
  before: (owner: number, other: number) => void,
): { starts: Uint32Array; owners: Int32Array } {
  const starts = new Uint32Array(2 * networks.length);
  const owners = new Int32Array(2 * networks.length);
  const open: Network[] = [];
  let count = 0;

  function boundary(at: number, owner: number): void {
    if (count > 0 && starts[count - 1] === at) count--;
    if (count > 0 && owners[count - 1] === owner) return;
    [starts[count], owners[count]] = [at, owner];
    count++;
  }

  function closeBefore(address: number): void {
    while (open.length > 0 && lastOf(open.at(-1)!) < address) {
      const end = lastOf(open.pop()!) + 1;
      if (end <= 0xffff_ffff) boundary(end, open.at(-1)?.owner ?? nobody);
    }
  }

  for (const network of sorted(networks)) {
    closeBefore(network.first);
    if (open.length > 0) before(network.owner, open.at(-1)!.owner);
    open.push(network);
    boundary(network.first, network.owner);
  }
  closeBefore(Infinity);
  return { starts: starts.slice(0, count), owners: owners.slice(0, count) };
}

/** For each block of 65,536 addresses the number of boundaries before it, and all of them at the end. */
function upperIndex(starts: Uint32Array): Uint32Array {
  const upper = new Uint32Array(65_537);
  let at = 0;
  for (let block = 0; block <= 65_536; block++) {
    while (at < starts.length && starts[at]! < block * 65_536) at++;
    upper[block] = at;
  }
  return upper;
}

/** The 32 bits of dotted text, by character codes; -1 for other text. */
export function ipv4Number(text: string): number {
  let [value, octet, digits, dots] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (digits === 0 || dots === 3) return -1;
      value = value * 256 + octet;
      [octet, digits] = [0, 0];
      dots++;
      continue;
    }
    if (code < 48 || code > 57 || digits === 3) return -1;
    octet = octet * 10 + code - 48;
    digits++;
    if (octet > 255) return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}
