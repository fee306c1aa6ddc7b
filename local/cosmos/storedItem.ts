/** What the store keeps beside a document's JSON text. */
export interface StoredItem {
  /** lsn and sequence of the first version: the document's `_rid`. */
  created: { lsn: number; sequence: number };
  lsn: number;
  sequence: number;
  /** Seconds since 1970. */
  modified: number;
  /** The document's own `ttl` in seconds, -1 for never, undefined if it has none. */
  ttl: number | undefined;
  /** UTF-8 JSON with the system properties. */
  text: Buffer;
}

const headerBytes = 24;
const noTtl = 0;

export function encodeItem(item: Omit<StoredItem, 'text'>, text: string): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes + Buffer.byteLength(text));
  bytes.writeUIntBE(item.created.lsn, 0, 6);
  bytes.writeUInt16BE(item.created.sequence, 6);
  bytes.writeUIntBE(item.lsn, 8, 6);
  bytes.writeUInt16BE(item.sequence, 14);
  bytes.writeUInt32BE(item.modified, 16);
  bytes.writeInt32BE(item.ttl ?? noTtl, 20);
  bytes.write(text, headerBytes);
  return bytes;
}

export function decodeItem(bytes: Buffer): StoredItem {
  const ttl = bytes.readInt32BE(20);
  return {
    created: { lsn: bytes.readUIntBE(0, 6), sequence: bytes.readUInt16BE(6) },
    lsn: bytes.readUIntBE(8, 6),
    sequence: bytes.readUInt16BE(14),
    modified: bytes.readUInt32BE(16),
    ttl: ttl === noTtl ? undefined : ttl,
    text: bytes.subarray(headerBytes),
  };
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** Quoted, different for every version of every document of a container, the same after a restart. */
export const etagOf = ({ lsn, sequence, modified }: Omit<StoredItem, 'text' | 'created' | 'ttl'>): string =>
  `"${hex(Math.floor(lsn / 65536), 8)}-${hex(lsn % 65536, 4)}-${hex(sequence, 4)}-0000-${hex(modified, 8)}0000"`;
