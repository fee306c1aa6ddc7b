import { isInternal } from './flow';

/**
 * Names of the network that a public address is in: its number if the record tells one, and the range that one operator usually has
 * around it (/16, or /32 of version 6). None for addresses of one's own.
 */
export function networksOf(address: string, asn = ''): string[] {
  if (isInternal(address)) return [];
  return [...(/^[1-9]\d*$/.test(asn) ? [`as${asn}`] : []), rangeOf(address)];
}

function rangeOf(address: string): string {
  if (!address.includes(':')) return `${address.split('.', 2).join('.')}.0.0/16`;
  const [first = '', second = ''] = address.split(':', 2);
  return `${first || '0'}:${second || '0'}::/32`;
}
