import type { JsonObject } from '../../shared/model/json';
import { expiryOf, type Container } from './container';
import { containerPrefix } from './documentKey';
import { decodeItem, encodeItem, etagOf, type StoredItem } from './storedItem';
import type { Store } from './store';
import type { Transaction } from './transaction';

const systemProperties = new Set(['_rid', '_self', '_etag', '_attachments', '_ts', '_lsn']);

const lsnKey = (container: Container) => Buffer.from(`lsn/${container.number}`);

function feedKey(container: Container, lsn: number, sequence: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(container.number);
  bytes.writeUIntBE(lsn, 4, 6);
  bytes.writeUInt16BE(sequence, 10);
  return bytes;
}

function ttlKey(expiry: number, key: Buffer): Buffer {
  const second = Buffer.alloc(4);
  second.writeUInt32BE(Math.min(expiry, 0xffffffff));
  return Buffer.concat([second, key]);
}

/** Position of the newest change of a container: 0 before the first write. */
export const currentLsn = (store: Store, container: Container): number =>
  Number(store.meta.get(lsnKey(container))?.toString() ?? 0);

/** A position for a new transaction; all its writes share it. */
export function takeLsn(store: Store, transaction: Transaction, container: Container): number {
  const lsn = Number(transaction.get(store.meta, lsnKey(container))?.toString() ?? 0) + 1;
  transaction.put(store.meta, lsnKey(container), Buffer.from(String(lsn)));
  return lsn;
}

export function isExpired(container: Container, item: StoredItem, now: number): boolean {
  const expiry = expiryOf(container, item);
  return expiry !== undefined && expiry <= now;
}

/** The document as readers see it: an expired one is missing although the sweep has not removed it yet. */
export function visibleItem(container: Container, bytes: Buffer | undefined, now: number): StoredItem | undefined {
  const item = bytes && decodeItem(bytes);
  return item && !isExpired(container, item, now) ? item : undefined;
}

/** The caller's properties without those the service sets. */
export function withoutSystemProperties(document: JsonObject): JsonObject {
  if (!Object.keys(document).some((name) => systemProperties.has(name))) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => !systemProperties.has(name)));
}

/** Removes what the store keeps about a document beside the document itself: its place in the feed and its expiry. */
export function forget(
  store: Store,
  transaction: Transaction,
  container: Container,
  key: Buffer,
  item: StoredItem,
): void {
  transaction.remove(store.feed, feedKey(container, item.lsn, item.sequence));
  const expiry = expiryOf(container, item);
  if (expiry !== undefined) transaction.remove(store.ttl, ttlKey(expiry, key));
}

/** Notes when a document expires, for the sweep. */
export function noteExpiry(
  store: Store,
  transaction: Transaction,
  container: Container,
  key: Buffer,
  item: Omit<StoredItem, 'text'>,
): void {
  const expiry = expiryOf(container, item);
  if (expiry !== undefined) transaction.put(store.ttl, ttlKey(expiry, key), Buffer.alloc(0));
}

/** The members that the service adds to a document, as JSON without braces. */
function systemMembers(container: Container, item: Omit<StoredItem, 'text'>): string {
  const rid = Buffer.allocUnsafe(16);
  rid.write(container.rid, 'base64');
  rid.writeUIntBE(item.created.lsn, 8, 6);
  rid.writeUInt16BE(item.created.sequence, 14);
  const name = rid.toString('base64');
  const etag = etagOf(item).slice(1, -1);
  return `"_rid":"${name}","_self":"${container.self}docs/${name}/","_etag":"\\"${etag}\\"","_attachments":"attachments/","_ts":${item.modified}`;
}

/** Writes a new version: document, feed entry and expiry together. `stored` is what the key holds now, expired or not. */
export function putDocument(
  store: Store,
  transaction: Transaction,
  container: Container,
  version: {
    key: Buffer;
    body: JsonObject;
    lsn: number;
    sequence: number;
    now: number;
    stored: StoredItem | undefined;
    kept: boolean;
  },
): StoredItem {
  const { key, body, lsn, sequence, now, stored } = version;
  if (stored) forget(store, transaction, container, key, stored);
  const created = stored && version.kept ? stored.created : { lsn, sequence };
  const ttl = typeof body['ttl'] === 'number' ? body['ttl'] : undefined;
  const header = { created, lsn, sequence, modified: now, ttl };
  const bytes = encodeItem(header, JSON.stringify(body), systemMembers(container, header));
  transaction.put(store.docs, key, bytes);
  transaction.put(store.feed, feedKey(container, lsn, sequence), key);
  noteExpiry(store, transaction, container, key, header);
  return decodeItem(bytes);
}

/** All feed entries behind position `lsn`. */
export const feedRange = (container: Container, lsn: number) => ({
  start: feedKey(container, lsn + 1, 0),
  end: Buffer.concat([containerPrefix(container.number), Buffer.from([0xff])]),
});

export const lsnOfFeedKey = (key: Buffer): number => key.readUIntBE(4, 6);

/** All expiry entries up to the second `now`. */
export const expiredEntries = (now: number) => ({ start: Buffer.alloc(4), end: ttlKey(now + 1, Buffer.alloc(0)) });
export const documentKeyOfTtlKey = (key: Buffer): Buffer => key.subarray(4);
