import { createFingerprints, type Fingerprints } from '../core/ingest/fingerprints';
import { pageKey, unpackPage } from '../core/ingest/pages';
import type { Ports } from './ports';

/** What one instance knows of a hub partition that it reads. Lost with the instance and rebuilt from what is stored. */
export interface PartitionMemory {
  /** Ids of what was stored in the last 12 hours. */
  fingerprints: Fingerprints;
  /** Position up to which each page partition is filled; asked on first use. */
  heldUpTo(pk: string): Promise<string>;
  wrote(pk: string, position: string): void;
  /** Saves the fingerprints now and then: what came since is found in the pages again. */
  saveWhenDue(upTo: string): Promise<void>;
}

const windowHours = 12;
const saveEveryMs = 60_000;

/** Takes a partition over: fingerprints as they were saved, plus the pages that were stored after that. */
export async function takeOver(
  ports: Pick<Ports, 'now' | 'pages' | 'fingerprints'>,
  workspaceIds: string[],
  hubPartition: string,
): Promise<PartitionMemory> {
  const saved = await ports.fingerprints.load(hubPartition);
  const fingerprints = createFingerprints(saved?.hours);
  const pks = hoursBetween(saved?.savedAt, ports.now()).flatMap((hour) =>
    workspaceIds.map((workspaceId) => pageKey({ workspaceId, hour, hubPartition })),
  );
  for await (const page of ports.pages.after(pks, saved?.upTo ?? '')) {
    const arrivedAt = page.pk.split('|')[1]!;
    for (const { id } of await unpackPage(page)) fingerprints.add(id, arrivedAt);
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
      if (!held.has(pk) && held.size > 100) held.clear();
      held.set(pk, position);
    },
    async saveWhenDue(upTo) {
      const now = ports.now();
      if (now.getTime() - savedMs < saveEveryMs) return;
      await ports.fingerprints.save(hubPartition, { upTo, savedAt: now.toISOString(), hours: fingerprints.export() });
      savedMs = now.getTime();
    },
  };
}

/** ISO hours from an hour before `since` (messages carry the hub's clock) to now, at most the window. */
function hoursBetween(since: string | undefined, now: Date): string[] {
  const hourMs = 3_600_000;
  const earliest = now.getTime() - windowHours * hourMs;
  const start = Math.max(earliest, since ? Date.parse(since) - hourMs : earliest);
  const hours: string[] = [];
  for (let at = start; at <= now.getTime() + hourMs; at += hourMs) hours.push(new Date(at).toISOString().slice(0, 13));
  return hours;
}
