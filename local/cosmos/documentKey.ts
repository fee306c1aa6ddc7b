import { createHash } from 'node:crypto';
import type { KeyComponent, PartitionKey } from './partitionKey';

// lmdb takes keys of at most 1,978 bytes: longer texts keep a prefix and a hash, which preserves identity.
const longestComponent = 200;
const longestId = 512;
const tag = { missing: 1, null: 2, false: 3, true: 4, number: 5, string: 6, longString: 7, id: 8, longId: 9 };

const shortened = (bytes: Buffer, kept: number) =>
  Buffer.concat([bytes.subarray(0, kept), createHash('sha256').update(bytes).digest()]);

function encodeNumber(value: number): Buffer {
  const bytes = Buffer.alloc(9, tag.number);
  bytes.writeDoubleBE(value === 0 ? 0 : value, 1);
  // Order-preserving form of a double: negative numbers inverted, positive ones with the sign bit set.
  if (value < 0) for (let at = 1; at < 9; at++) bytes[at] = ~(bytes[at] ?? 0) & 0xff;
  else bytes[1] = (bytes[1] ?? 0) | 0x80;
  return bytes;
}

function encodeString(value: string): Buffer {
  const bytes = Buffer.from(value);
  if (bytes.length > longestComponent) return Buffer.concat([Buffer.from([tag.longString]), shortened(bytes, 160)]);
  const escaped = value.includes('\0')
    ? Buffer.from(bytes.toString('latin1').replaceAll('\0', '\0\xff'), 'latin1')
    : bytes;
  return Buffer.concat([Buffer.from([tag.string]), escaped, Buffer.from([0, 0])]);
}

function encodeComponent(value: KeyComponent): Buffer {
  if (typeof value === 'string') return encodeString(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (value === undefined) return Buffer.from([tag.missing]);
  if (value === null) return Buffer.from([tag.null]);
  return Buffer.from([value ? tag.true : tag.false]);
}

export function containerPrefix(containerNumber: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(containerNumber);
  return bytes;
}

/** Common start of the store keys of all documents under a full key or a prefix of a hierarchical one. */
export const keyPrefix = (containerNumber: number, key: PartitionKey): Buffer =>
  Buffer.concat([containerPrefix(containerNumber), ...key.map(encodeComponent)]);

/** Store key of a document: `prefix` of its partition, and its id, by which documents of one partition are ordered. */
export function keyOfId(prefix: Buffer, id: string): Buffer {
  const length = Buffer.byteLength(id);
  if (length > longestId) return Buffer.concat([prefix, Buffer.from([tag.longId]), shortened(Buffer.from(id), 400)]);
  const bytes = Buffer.allocUnsafe(prefix.length + 1 + length);
  prefix.copy(bytes);
  bytes[prefix.length] = tag.id;
  bytes.write(id, prefix.length + 1);
  return bytes;
}

/** The last part of a store key. */
export const encodeId = (id: string): Buffer => keyOfId(Buffer.alloc(0), id);

export const documentKey = (containerNumber: number, key: PartitionKey, id: string): Buffer =>
  keyOfId(keyPrefix(containerNumber, key), id);

/** First store key behind all that start with `prefix`: no key continues a prefix with FF. */
export const endOfPrefix = (prefix: Buffer): Buffer => Buffer.concat([prefix, Buffer.from([0xff])]);

/** First store key behind `key`. */
export const successor = (key: Buffer): Buffer => Buffer.concat([key, Buffer.from([0])]);
