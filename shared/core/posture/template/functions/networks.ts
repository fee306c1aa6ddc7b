import { IPv4, IPv6, isValidCIDR, parseCIDR } from 'ipaddr.js';
import type { Json } from '../../../../model/json';
import { expressionError } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { pure, type PureFunction } from '../../policy/functions/pureFunction';
import { objectWith } from '../member';

interface Network {
  bits: 32 | 128;
  first: bigint;
  prefix: number;
}

const numberOf = (bytes: readonly number[]): bigint => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

function textOf(value: bigint, bits: 32 | 128): string {
  const bytes = Array.from({ length: bits / 8 }, (_, at) => Number((value >> BigInt(bits - 8 - 8 * at)) & 255n));
  return bits === 32 ? new IPv4(bytes).toString() : new IPv6(bytes).toString();
}

const hostMask = ({ bits, prefix }: Network): bigint => (1n << BigInt(bits - prefix)) - 1n;

function networkOf(text: Json): Network | undefined {
  if (typeof text !== 'string' || !isValidCIDR(text)) return undefined;
  const [address, prefix] = parseCIDR(text);
  const bits = address instanceof IPv4 ? 32 : 128;
  const value = numberOf(address.toByteArray());
  return { bits, prefix, first: value & ~hostMask({ bits, prefix, first: 0n }) };
}

const noNetwork = expressionError('an address range such as 192.0.2.0/24 is needed');

function parseCidr([text = null]: Json[]): Result {
  const network = networkOf(text);
  if (!network) return noNetwork;
  const { bits, first, prefix } = network;
  const last = first | hostMask(network);
  const ipv4 = bits === 32;
  const narrow = prefix >= bits - 1;
  return objectWith([
    ['network', textOf(first, bits)],
    ['netmask', textOf(((1n << BigInt(bits)) - 1n) & ~hostMask(network), bits)],
    ...(ipv4 ? ([['broadcast', textOf(last, bits)]] as const) : []),
    ['firstUsable', textOf(ipv4 && !narrow ? first + 1n : first, bits)],
    ['lastUsable', textOf(ipv4 && !narrow ? last - 1n : last, bits)],
    ['cidr', prefix],
  ]);
}

function cidrSubnet([text = null, prefix = null, index = null]: Json[]): Result {
  const network = networkOf(text);
  if (!network || typeof prefix !== 'number' || typeof index !== 'number') return noNetwork;
  const room = prefix - network.prefix;
  if (prefix > network.bits || room < 0 || index < 0 || BigInt(index) >= 1n << BigInt(room))
    return expressionError('cidrSubnet() out of range');
  const first = network.first + (BigInt(index) << BigInt(network.bits - prefix));
  return `${textOf(first, network.bits)}/${prefix}`;
}

/** The host after the first usable address of that many. */
function cidrHost([text = null, index = null]: Json[]): Result {
  const network = networkOf(text);
  if (!network || typeof index !== 'number' || index < 0) return noNetwork;
  const skipped = network.bits === 32 && network.prefix < 31 ? 1n : 0n;
  const host = BigInt(index) + skipped;
  if (host > hostMask(network) - skipped) return expressionError('cidrHost() out of range');
  return textOf(network.first + host, network.bits);
}

export const networks: Record<string, PureFunction> = {
  parsecidr: pure(1, 1, parseCidr),
  cidrsubnet: pure(3, 3, cidrSubnet),
  cidrhost: pure(2, 2, cidrHost),
};
