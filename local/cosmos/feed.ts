import type { JsonObject } from '../../shared/model/json';
import { feedCharge, readCharge } from './charges';
import type { Container } from './container';
import { keyPrefix } from './documentKey';
import { currentLsn, feedRange, lsnOfFeedKey, visibleItem } from './documents';
import { badRequest } from './fault';
import { checkSession } from './itemRequests';
import { effectivePartitionKey } from './keyHash';
import { parsePartitionKey, partitionKeyOf } from './partitionKey';
import { listBody, pageSize, type Answer, type CosmosRequest } from './request';
import type { StoredItem } from './storedItem';
import type { Store } from './store';

const maximumBytes = 4 * 1024 * 1024;
const sliceMilliseconds = 8;

/** Where a reader starts (changes behind `lsn`) and which documents it wants. */
interface FeedQuery {
  lsn: number;
  wants: (key: Buffer) => boolean;
  accepts: (item: StoredItem) => boolean;
  items: number;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function withLsn({ text, lsn }: StoredItem): Buffer {
  const tail = `,"_lsn":${lsn}}`;
  const out = Buffer.allocUnsafe(text.length - 1 + tail.length);
  text.copy(out, 0, 0, text.length - 1);
  out.write(tail, text.length - 1);
  return out;
}

/** Latest versions in order of change, up to a page; the documents of one transaction share an lsn and are never split. */
async function readFeed(store: Store, container: Container, query: FeedQuery) {
  const now = Math.floor(store.clock() / 1000);
  const newest = currentLsn(store, container);
  const texts: Buffer[] = [];
  let charge = 0;
  let bytes = 0;
  let read = query.lsn;
  for (;;) {
    const deadline = performance.now() + sliceMilliseconds;
    let paused = false;
    for (const { key, value } of store.feed.getRange(feedRange(container, read))) {
      const lsn = lsnOfFeedKey(key);
      if (lsn !== read) {
        if (texts.length >= query.items || bytes >= maximumBytes) return { texts, lsn: read, charge };
        paused = performance.now() > deadline;
        if (paused) break;
      }
      read = lsn;
      const item = query.wants(value) ? visibleItem(container, store.docs.get(value), now) : undefined;
      if (!item || !query.accepts(item)) continue;
      texts.push(withLsn(item));
      bytes += item.text.length;
      charge += readCharge(item.text.length);
    }
    if (!paused) return { texts, lsn: Math.max(read, newest), charge };
    await nextTurn();
  }
}

function startOf(store: Store, container: Container, etag: string | undefined): number {
  if (etag === undefined) return 0;
  if (etag === '*') return currentLsn(store, container);
  const lsn = /^"?(\d+)"?$/.exec(etag)?.[1];
  if (lsn === undefined) throw badRequest(`The change feed continuation ${etag} is malformed.`);
  return Number(lsn);
}

/** `If-Modified-Since` in seconds; a continuation wins over it. */
function sinceOf(request: CosmosRequest): number {
  const text = request.header('if-modified-since');
  if (text === undefined || request.header('if-none-match') !== undefined) return 0;
  const since = Date.parse(text);
  if (Number.isNaN(since)) throw badRequest(`If-Modified-Since is no date: ${text}`);
  return Math.floor(since / 1000);
}

/** The feed of a key prefix comes as a range of hashed keys. */
function rangeFilter(container: Container, request: CosmosRequest): ((item: StoredItem) => boolean) | undefined {
  const from = request.header('x-ms-start-epk');
  const to = request.header('x-ms-end-epk');
  if (from === undefined || to === undefined || (from === '' && to === 'FF')) return undefined;
  return (item) => {
    const key = partitionKeyOf(JSON.parse(item.text.toString()) as JsonObject, container.keyPaths);
    const hash = effectivePartitionKey(key, container.definition.partitionKey.kind);
    return hash >= from && hash < to;
  };
}

/** `GET .../docs` with `A-IM: Incremental Feed`: 200 with documents, or 304; always with the etag to go on from. */
export async function answerFeed(store: Store, container: Container, request: CosmosRequest): Promise<Answer> {
  checkSession(store, container, request);
  const header = request.header('x-ms-documentdb-partitionkey');
  const prefix = header === undefined ? undefined : keyPrefix(container.number, parsePartitionKey(header));
  const since = sinceOf(request);
  const inRange = rangeFilter(container, request);
  const { texts, lsn, charge } = await readFeed(store, container, {
    lsn: startOf(store, container, request.header('if-none-match')),
    wants: (key) => !prefix || key.subarray(0, prefix.length).equals(prefix),
    accepts: (item) => item.modified >= since && (!inRange || inRange(item)),
    items: pageSize(request),
  });
  const headers = { etag: `"${lsn}"` };
  if (texts.length === 0) return { status: 304, charge: feedCharge(0), headers };
  return { status: 200, charge: feedCharge(charge), headers, body: listBody(container.rid, 'Documents', texts) };
}
