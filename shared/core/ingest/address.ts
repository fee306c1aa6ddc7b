import ipaddr from 'ipaddr.js';

const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5})?$/;
const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/;

/**
 * The address in a sender's text, in one spelling: port and zone index cut off, IPv4-mapped IPv6 as IPv4, IPv6 compressed in
 * lower case. Undefined when there is none (`-`, host names, redacted values).
 */
export function cleanAddress(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length < 2 || text.length > 64) return undefined;
  const trimmed = text.trim();
  const four = v4.exec(trimmed);
  if (four !== null) return fromOctets(four);
  const six = (bracketed.exec(trimmed)?.[1] ?? trimmed).split('%', 1)[0]!;
  if (!six.includes(':') || !ipaddr.IPv6.isValid(six)) return undefined;
  const address = ipaddr.IPv6.parse(six);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

function fromOctets([, ...octets]: RegExpExecArray): string | undefined {
  return octets.every((octet) => Number(octet) <= 255) ? octets.map(Number).join('.') : undefined;
}
