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

/** The bytes of a version; its text is the JSON object `json`, to which the members `tail` (ASCII) are added. */
export function encodeItem(item: Omit<StoredItem, 'text'>, json: string, tail: string): Buffer {
  // The tail replaces the closing brace of `json`: joining the two as strings would copy large documents once more.
  const start = headerBytes + Buffer.byteLength(json) - 1;
  const bytes = Buffer.allocUnsafe(start + tail.length + 2);
  bytes.writeUIntBE(item.created.lsn, 0, 6);
  bytes.writeUInt16BE(item.created.sequence, 6);
  bytes.writeUIntBE(item.lsn, 8, 6);
  bytes.writeUInt16BE(item.sequence, 14);
  bytes.writeUInt32BE(item.modified, 16);
  bytes.writeInt32BE(item.ttl ?? noTtl, 20);
  bytes.write(json, headerBytes);
  bytes.write(`,${tail}}`, start, 'latin1');
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

const version = Buffer.alloc(12);

/** Quoted, different for every version of every document of a container, the same after a restart. */
export function etagOf({ lsn, sequence, modified }: Omit<StoredItem, 'text' | 'created' | 'ttl'>): string {
  version.writeUIntBE(lsn, 0, 6);
  version.writeUInt16BE(sequence, 6);
  version.writeUInt32BE(modified, 8);
  const hex = version.toString('hex');
  return `"${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-0000-${hex.slice(16)}0000"`;
}
