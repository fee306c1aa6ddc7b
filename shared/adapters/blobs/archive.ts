import type { ContainerClient } from '@azure/storage-blob';
import { nothingSeen, readFrames, type Seen, seenWith, unseenOf, writeFrame } from '../../core/ingest/archiveFrame';
import { archiveName, dayFolder, isOther, nameOfKey, parseArchiveName, seriesOf } from '../../core/ingest/archiveName';
import { mayHold } from '../../core/query/pageMatch';
import type { ArchiveSearch, ArchiveStore, ArchivedPage } from '../../flows/ports/archive';
import type { PageBatch } from '../../flows/ports/pages';
import { readArchiveMark, writeArchiveMark } from './archiveMark';
import type { BlobContainers } from './client';

/** An append block of the older service versions holds 4 MiB, an append blob 50,000 of them. */
const maxBlockBytes = 4 * 1024 * 1024;
/** Read at once: more than the largest page takes. */
const chunkBytes = 8 * 1024 * 1024;
const deleteWidth = 16;
const maxRemembered = 10_000;

export function archiveStore(containers: BlobContainers): ArchiveStore {
  const container = () => containers('archive');
  /** The part of each series that is written to, once it is known to be there. */
  const open = new Map<string, number>();

  return {
    async append(pages) {
      const first = pages[0];
      if (!first) return;
      for (const block of blocksOf(pages)) await appendBlock(container(), open, first.page.pk, block);
    },

    async *search(wanted, continuation) {
      const mark = readArchiveMark(continuation);
      let [series, seen]: [string, Seen] = [mark.series, mark.seen];
      for await (const { name, size, parsed } of blobsOf(container(), wanted, mark.blob)) {
        if (seriesOf(parsed) !== series) [series, seen] = [seriesOf(parsed), nothingSeen];
        let offset = name === mark.blob ? mark.offset : 0;
        while (offset < size) {
          const count = Math.min(chunkBytes, size - offset);
          const { frames, length } = readFrames(await container().getBlobClient(name).downloadToBuffer(offset, count));
          if (length === 0) throw new Error(`The archive blob ${name} holds no whole page at ${offset}`);
          const batch: PageBatch = { pages: [] };
          for (const frame of frames) {
            const page = mayHold(frame.page, wanted) ? await unseenOf(frame, seen) : undefined;
            if (page) batch.pages.push(page);
            seen = seenWith(frame, seen);
          }
          offset += length;
          yield { ...batch, continuation: writeArchiveMark({ blob: name, series, offset, seen }) };
        }
      }
    },

    async workspaceIds() {
      const ids: string[] = [];
      for await (const item of container().listBlobsByHierarchy('/'))
        if (item.kind === 'prefix') ids.push(item.name.slice(0, -1));
      return ids;
    },

    async expire(workspaceId, before, top) {
      const names: string[] = [];
      let more = false;
      const last = before.others > before.machines ? before.others : before.machines;
      for await (const { name } of container().listBlobsFlat({ prefix: `${workspaceId}/` })) {
        const parsed = parseArchiveName(name);
        if (!parsed) continue;
        if (parsed.hour >= last) break;
        if (parsed.hour >= (isOther(parsed) ? before.others : before.machines)) continue;
        if ((more = names.length === top)) break;
        names.push(name);
      }
      for (let at = 0; at < names.length; at += deleteWidth) {
        const group = names.slice(at, at + deleteWidth);
        await Promise.all(group.map((name) => container().getBlobClient(name).deleteIfExists()));
      }
      return { removed: names.length, more };
    },
  };
}

/** Whole pages together, up to the size of a block. A page alone is smaller than a block: Cosmos holds 2 MB at most. */
function blocksOf(pages: readonly ArchivedPage[]): Buffer[] {
  const blocks: Buffer[][] = [];
  let room = 0;
  for (const { page, positions, ends } of pages) {
    const frame = writeFrame(page, positions, ends);
    if (frame.length > room) {
      blocks.push([]);
      room = maxBlockBytes;
    }
    blocks.at(-1)!.push(frame);
    room -= frame.length;
  }
  return blocks.map((frames) => Buffer.concat(frames));
}

/**
 * A block that is appended is there as a whole. One whose answer was lost is appended twice, which readers see. Writers go on to the
 * next part only when the service refuses more blocks: so no part grows once a later one has begun.
 */
async function appendBlock(
  container: ContainerClient,
  open: Map<string, number>,
  pk: string,
  block: Buffer,
): Promise<void> {
  const name = nameOfKey(pk);
  for (let part = open.get(pk) ?? 0; ;) {
    const blob = container.getAppendBlobClient(archiveName({ ...name, part }));
    const wasOpen = open.has(pk);
    if (!wasOpen) await blob.createIfNotExists();
    try {
      await blob.appendBlock(block, block.length);
      if (open.size >= maxRemembered) open.clear();
      open.set(pk, part);
      return;
    } catch (error) {
      const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
      open.delete(pk);
      if (statusCode === 409 && code === 'BlockCountExceedsLimit') part += 1;
      // One that expired meanwhile is made again.
      else if (statusCode !== 404 || !wasOpen) throw error;
    }
  }
}

/** Blobs of the hours of arrival, in order, from one of them on. */
async function* blobsOf(container: ContainerClient, wanted: ArchiveSearch, from: string | undefined) {
  for (const day of daysBetween(wanted.arrivedFrom, wanted.arrivedTo)) {
    const prefix = dayFolder(wanted.workspaceId, day);
    if (from !== undefined && prefix < from && !from.startsWith(prefix)) continue;
    for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
      const parsed = parseArchiveName(name);
      if (!parsed || parsed.hour < wanted.arrivedFrom || parsed.hour > wanted.arrivedTo) continue;
      if (from !== undefined && name < from) continue;
      yield { name, parsed, size: properties.contentLength ?? 0 };
    }
  }
}

function* daysBetween(from: string, to: string): Generator<string> {
  for (let at = Date.parse(from.slice(0, 10)); at <= Date.parse(to.slice(0, 10)); at += 86_400_000)
    yield new Date(at).toISOString().slice(0, 10);
}
