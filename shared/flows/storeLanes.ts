import { packPages } from '../core/ingest/pages';
import { type Retention, retentionOf } from '../core/workspace/retention';
import type { EventPage } from '../model/eventPage';
import { eachOf } from './eachOf';
import type { Lane } from './pageLanes';
import type { PartitionMemory } from './partitionMemory';
import type { Ports } from './ports';
import type { KnownWorkspaces } from './workspaceDirectory';

const width = 8;

/** A lane whose new events are packed. */
export interface PackedLane {
  lane: Lane;
  retention: Retention;
  pages: EventPage[];
}

/** Packs what is new, with the retention that its workspace gives it. */
export async function packLanes(lanes: readonly Lane[], known: KnownWorkspaces): Promise<PackedLane[]> {
  const filled = lanes.filter(({ fresh }) => fresh.length > 0);
  return Promise.all(
    filled.map(async (lane) => {
      const { workspaceId, other } = lane.key;
      const retention = retentionOf(known.of(workspaceId), !other);
      const pages = await packPages(lane.key, lane.fresh);
      for (const page of pages) {
        page.ttl = retention.ttl;
        if (retention.archived) page.archived = true;
      }
      return { lane, retention, pages };
    }),
  );
}

/** Appends to the archive what outlives hot storage: before the pages are stored, since those say that all is done. */
export async function archiveLanes({ archive }: Pick<Ports, 'archive'>, packed: readonly PackedLane[]): Promise<void> {
  const kept = packed.filter(({ retention }) => retention.archived);
  await eachOf(kept, width, ({ lane: { fresh }, pages }) => {
    let at = 0;
    return archive.append(
      pages.map((page) => {
        const own = fresh.slice(at, (at += page.count));
        const positions = own.map(({ position }) => position);
        const isJoined = own.some(({ parts }) => parts);
        return { page, positions, ...(isJoined && { ends: own.map(({ parts }) => parts?.at(-1)?.position) }) };
      }),
    );
  });
}

/** Stores the pages: the mark that their records are done. Answers how many. */
export async function storeLanes(
  { pages: store }: Pick<Ports, 'pages'>,
  memory: PartitionMemory,
  packed: readonly PackedLane[],
): Promise<number> {
  await eachOf(packed, width, async ({ lane: { pk }, pages }) => {
    await store.append(pages);
    memory.wrote(pk, pages.at(-1)!.last);
  });
  return packed.reduce((sum, { pages }) => sum + pages.length, 0);
}
