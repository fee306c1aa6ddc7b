import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { FeedItem } from '../../core/detect/intel/feedItem';
import { Conflict } from '../../flows/ports/portErrors';
import type { IntelBlobs } from '../../flows/ports/intel';
import type { BlobContainers } from './client';

const compiledName = 'compiled';
/** Ingest waits for these: what takes longer is tried again a minute later. */
const askMs = 5_000;
const loadMs = 60_000;
const uploadBytes = 8 * 1024 * 1024;
const chunkCharacters = 256 * 1024;
/** The service writes its own times, in whole seconds. */
const clockSkewMs = 60_000;

/** Feeds as compressed lines of JSON, one item each, and the index built of them. */
export function intelBlobs(containers: BlobContainers): IntelBlobs {
  const blob = (name: string) => containers('intel').getBlockBlobClient(name);
  return {
    async write(feed, items) {
      const name = `${folderOf(feed)}${randomUUID()}.ndjson.gz`;
      const compressed = new PassThrough();
      const lines = Readable.from(linesOf(items));
      await Promise.all([
        pipeline(lines, createGzip({ level: 6 }), compressed),
        blob(name).uploadStream(compressed, uploadBytes, 2),
      ]);
      return name;
    },

    async *read(name) {
      const body = await orGone(blob(name).download());
      const text = createGunzip();
      const done = pipeline(body.readableStreamBody as NodeJS.ReadableStream, text);
      // Whoever reads hears of a failure from the lines, which end with it.
      done.catch((error: Error) => text.destroy(error));
      try {
        for await (const line of createInterface({ input: text, crlfDelay: Infinity }))
          yield JSON.parse(line) as FeedItem;
        await done;
      } finally {
        text.destroy();
      }
    },

    async keepOnly(feed, names, writtenBefore) {
      const end = writtenBefore.getTime() - clockSkewMs;
      for await (const { name, properties } of containers('intel').listBlobsFlat({ prefix: folderOf(feed) }))
        if (!names.includes(name) && properties.lastModified.getTime() < end) await blob(name).deleteIfExists();
    },

    async compiledEtag() {
      const found = await orAbsent(blob(compiledName).getProperties({ abortSignal: AbortSignal.timeout(askMs) }));
      return found?.etag;
    },

    async compiled() {
      const abortSignal = AbortSignal.timeout(loadMs);
      const found = await orAbsent(blob(compiledName).getProperties({ abortSignal }));
      if (found?.etag === undefined) return undefined;
      // One that is replaced while it is read is read again a minute later.
      const conditions = { ifMatch: found.etag };
      const data = await blob(compiledName).downloadToBuffer(0, undefined, { abortSignal, conditions });
      return { etag: found.etag, data };
    },

    async saveCompiled(data, etag) {
      const conditions = etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag };
      try {
        await blob(compiledName).uploadData(data, { conditions });
      } catch (error) {
        if ([409, 412].includes(statusOf(error))) throw new Conflict('The index was replaced', { cause: error });
        throw error;
      }
    },
  };
}

/** Names of feeds differ by more than case; a folder is told by a hash too, so that no name is the beginning of another. */
const folderOf = (feed: string): string =>
  `feeds/${createHash('sha256').update(feed.toLowerCase()).digest('hex').slice(0, 16)}/`;

/** Many lines at once: a compressor that is given them one by one takes ten times as long. */
async function* linesOf(items: Iterable<FeedItem> | AsyncIterable<FeedItem>): AsyncGenerator<string> {
  let lines = '';
  for await (const item of items) {
    lines += `${JSON.stringify(item)}\n`;
    if (lines.length < chunkCharacters) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

const statusOf = (error: unknown): number => Number((error as { statusCode?: unknown }).statusCode);

async function orAbsent<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function orGone<T>(found: Promise<T>): Promise<T> {
  const there = await orAbsent(found);
  if (there === undefined) throw new Conflict('A part of a feed was replaced meanwhile');
  return there;
}
