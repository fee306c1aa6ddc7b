import { createFingerprints, type Fingerprints } from '../core/ingest/fingerprints';
import { pageKey, unpackPage } from '../core/ingest/pages';
import { identitiesIn } from './pageLanes';
import type { Ports } from './ports';

/** What one instance knows of a hub partition that it reads. Lost with the instance and rebuilt from what is stored. */
export interface PartitionMemory {
  /** Ids of what was stored in the last 12 hours. */
  fingerprints: Fingerprints;
  /** Position up to which each page partition is filled; asked on first use. */
  heldUpTo(pk: string): Promise<string>;
  wrote(pk: string, position: string): void;
  /** Saves the fingerprints now and then: what came since is found in the pages again. */
  saveWhenDue(upTo: { position: string; enqueuedAt: string }): Promise<void>;
}

const windowHours = 12;
const saveEveryMs = 60_000;

/**
 * Takes a partition over: fingerprints as they were saved, plus the pages that were stored after that. `arrivingAt` is when
 * the first message of this instance reached the hub: behind a long backlog that is hours or days ago, and so are the
 * pages that its resends must be compared with.
 */
export async function takeOver(
  ports: Pick<Ports, 'now' | 'pages' | 'fingerprints'>,
  workspaces: { ids: readonly string[]; home: string },
  hubPartition: string,
  arrivingAt: string,
): Promise<PartitionMemory> {
  const saved = await ports.fingerprints.load(hubPartition);
  const fingerprints = createFingerprints(saved?.hours);
  const pks = hoursBetween(saved?.arrivedAt, arrivingAt, ports.now()).flatMap((hour) =>
    workspaces.ids.flatMap((workspaceId) =>
      [false, true].map((other) => pageKey({ workspaceId, hour, hubPartition, other })),
    ),
  );
  for await (const page of ports.pages.after(pks, saved?.upTo ?? '')) {
    const arrivedAt = page.pk.split('|')[1]!;
    for (const event of await unpackPage(page))
      for (const id of identitiesIn(page.workspaceId, workspaces.home, event)) fingerprints.add(id, arrivedAt);
  }
  const held = new Map<string, string>();
  let savedMs = ports.now().getTime();
  return {
    fingerprints,
    async heldUpTo(pk) {
      const known = held.get(pk) ?? (await ports.pages.heldUpTo(pk)) ?? '';
      held.set(pk, known);
      return known;
    },
    wrote(pk, position) {
      // Only the newest hours are ever written again.
      if (!held.has(pk) && held.size > 1_000) held.clear();
      held.set(pk, position);
    },
    async saveWhenDue({ position, enqueuedAt }) {
      const now = ports.now();
      if (now.getTime() - savedMs < saveEveryMs) return;
      const saving = { upTo: position, arrivedAt: enqueuedAt, hours: fingerprints.export() };
      await ports.fingerprints.save(hubPartition, saving);
      savedMs = now.getTime();
    },
  };
}

/** ISO hours whose pages may hold what is not in the saved set: at most the window before the first arrival, an hour more either way for clocks. */
function hoursBetween(savedUpTo: string | undefined, arrivingAt: string, now: Date): string[] {
  const hourMs = 3_600_000;
  const earliest = Math.min(Date.parse(arrivingAt), now.getTime()) - windowHours * hourMs;
  const start = Math.max(earliest, savedUpTo ? Date.parse(savedUpTo) - hourMs : earliest);
  const hours: string[] = [];
  for (let at = start; at <= now.getTime() + hourMs; at += hourMs) hours.push(new Date(at).toISOString().slice(0, 13));
  return hours;
}
