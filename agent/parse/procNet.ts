import ipaddr from 'ipaddr.js';

/** A socket of /proc/net/{tcp,udp}{,6} that waits for others. */
export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
  inode: string;
}

/** TCP_LISTEN; TCP_CLOSE, which the kernel shows for UDP sockets that are not connected (include/net/tcp_states.h). */
const waitingState = { tcp: '0A', udp: '07' };

/** Columns: slot, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode. */
export function parseProcNet(text: string, protocol: 'tcp' | 'udp'): ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/, 10);
    if (columns[3] !== waitingState[protocol]) continue;
    const [address, port] = columns[1]!.split(':');
    const inode = columns[9];
    if (!address || !port || !inode) continue;
    found.push({ protocol, address: hexAddress(address), port: Number.parseInt(port, 16), inode });
  }
  return found;
}

/**
 * The kernel prints each 32-bit word of an address as a number of the machine, so on little-endian machines (all that
 * Azure offers) the bytes of each word are reversed: `0100007F` is 127.0.0.1. IPv4-mapped addresses are given as IPv4.
 */
export function hexAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toString();
}
