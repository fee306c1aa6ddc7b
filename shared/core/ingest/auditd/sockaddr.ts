import ipaddr from 'ipaddr.js';

/** A socket address in the names that enriched records use. */
export interface SocketAddress {
  saddr_fam: 'inet' | 'inet6' | 'local' | 'netlink' | 'other';
  addr?: string;
  port?: string;
  path?: string;
}

/** Reads `saddr`: family in two bytes little endian, then port in two bytes big endian and address, or a path. */
export function readSockaddr(saddr: string): SocketAddress | undefined {
  if (!/^(?:[0-9a-f]{2}){2,256}$/i.test(saddr)) return undefined;
  const bytes = Buffer.from(saddr, 'hex');
  const family = bytes.readUInt16LE(0);
  if (family === 1) return { saddr_fam: 'local', path: unixPath(bytes) };
  if (family === 2 && bytes.length >= 8) return inet('inet', bytes, bytes.subarray(4, 8));
  if (family === 10 && bytes.length >= 24) return inet('inet6', bytes, bytes.subarray(8, 24));
  return { saddr_fam: family === 16 ? 'netlink' : 'other' };
}

function inet(family: 'inet' | 'inet6', bytes: Buffer, address: Buffer): SocketAddress {
  const addr = ipaddr.process(ipaddr.fromByteArray([...address]).toString()).toString();
  return { saddr_fam: family, addr, port: String(bytes.readUInt16BE(2)) };
}

/** An abstract path begins with NUL, which is shown as `@`. */
function unixPath(bytes: Buffer): string {
  const isAbstract = bytes[2] === 0 && bytes.length > 3 && bytes[3] !== 0;
  const name = bytes.subarray(isAbstract ? 3 : 2).toString();
  return (isAbstract ? '@' : '') + name.split('\0', 1)[0]!;
}
