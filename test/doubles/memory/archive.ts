import { nothingSeen, readFrames, seenWith, unseenOf, writeFrame } from '../../../shared/core/ingest/archiveFrame';
import { archiveName, isOther, nameOfKey, parseArchiveName } from '../../../shared/core/ingest/archiveName';
import { mayHold } from '../../../shared/core/query/pageMatch';
import type { ArchiveStore } from '../../../shared/flows/ports/archive';
import type { EventPage } from '../../../shared/model/eventPage';

/** Small, so that searches meet several batches. */
const batchSize = 3;

/** Blobs by name, with the bytes that the real ones have. */
export function memoryArchive(): { store: ArchiveStore; blobs: Map<string, Buffer> } {
  const blobs = new Map<string, Buffer>();
  const sorted = (): string[] => [...blobs.keys()].sort();
  const store: ArchiveStore = {
    async append(pages) {
      if (pages.length === 0) return;
      const name = archiveName(nameOfKey(pages[0]!.page.pk));
      const frames = pages.map(({ page, positions, ends }) => writeFrame(page, positions, ends));
      blobs.set(name, Buffer.concat([blobs.get(name) ?? Buffer.alloc(0), ...frames]));
    },
    async *search(wanted, continuation) {
      const found: EventPage[] = [];
      for (const name of sorted()) {
        const { workspaceId, hour } = parseArchiveName(name)!;
        if (workspaceId !== wanted.workspaceId || hour < wanted.arrivedFrom || hour > wanted.arrivedTo) continue;
        let seen = nothingSeen;
        for (const frame of readFrames(blobs.get(name)!).frames) {
          const page = await unseenOf(frame, seen);
          if (page && mayHold(page, wanted)) found.push(page);
          seen = seenWith(frame, seen);
        }
      }
      for (let at = Number(continuation ?? 0); at < found.length; at += batchSize)
        yield { pages: found.slice(at, at + batchSize), continuation: String(at + batchSize) };
    },
    workspaceIds: async () => [...new Set(sorted().map((name) => parseArchiveName(name)!.workspaceId))],
    async expire(workspaceId, before, top) {
      const old = sorted().filter((name) => {
        const parsed = parseArchiveName(name)!;
        return parsed.workspaceId === workspaceId && parsed.hour < (isOther(parsed) ? before.others : before.machines);
      });
      for (const name of old.slice(0, top)) blobs.delete(name);
      return { removed: Math.min(top, old.length), more: old.length > top };
    },
  };
  return { store, blobs };
}
