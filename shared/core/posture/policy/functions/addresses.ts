import { IPv4, parse, isValid } from 'ipaddr.js';
import { expressionError } from '../doubt';
import type { Result } from '../frame';
import { ofTexts, type PureFunction } from './pureFunction';

interface AddressRange {
  bits: 32 | 128;
  first: bigint;
  last: bigint;
}

function addressOf(text: string): { bits: 32 | 128; value: bigint } | undefined {
  const trimmed = text.trim();
  if (!isValid(trimmed) || (!trimmed.includes(':') && trimmed.split('.').length !== 4)) return undefined;
  const address = parse(trimmed);
  const value = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { bits: address instanceof IPv4 ? 32 : 128, value };
}

/** A single address, a CIDR block or `first-last`. */
function rangeOf(text: string): AddressRange | undefined {
  const [from = '', to, more] = text.split('-');
  const first = addressOf(from);
  const last = to === undefined ? first : addressOf(to);
  if (first && last) {
    const fits = first.bits === last.bits && first.value <= last.value && more === undefined;
    return fits ? { bits: first.bits, first: first.value, last: last.value } : undefined;
  }
  const [base = '', prefix = ''] = text.trim().split('/');
  const address = addressOf(base);
  if (!address || !/^\d{1,3}$/.test(prefix) || Number(prefix) > address.bits) return undefined;
  const host = (1n << BigInt(address.bits - Number(prefix))) - 1n;
  return { bits: address.bits, first: address.value & ~host, last: address.value | host };
}

function ipRangeContains(range: string, target = ''): Result {
  const [outer, inner] = [rangeOf(range), rangeOf(target)];
  if (!outer || !inner) return expressionError('ipRangeContains() of no address range');
  if (outer.bits !== inner.bits) return expressionError('ipRangeContains() of IPv4 and IPv6');
  return outer.first <= inner.first && inner.last <= outer.last;
}

export const addresses: Record<string, PureFunction> = { iprangecontains: ofTexts(2, 2, ipRangeContains) };
