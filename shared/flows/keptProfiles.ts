import type { ProfileDocument } from '../model/documents/profiles';
import type { ProfileStore } from './ports/profiles';

/** At most 4 KB of state each. */
const maxKept = 5_000;
const keepMs = 600_000;

/**
 * Profiles as this process saved them last: an entity stays with its partition of the hub, and so with one process, which
 * then need not read before it writes. One that another process moved on is noticed as a Conflict when it is saved, and read
 * anew; one that is only looked at is at most ten minutes behind.
 */
export function keptProfiles(store: ProfileStore, now: () => Date): ProfileStore {
  const kept = new Map<string, { until: number; profile: ProfileDocument }>();
  return {
    async load(entityKey, detector) {
      const found = kept.get(keyOf(entityKey, detector));
      if (found && now().getTime() < found.until) return found.profile;
      return store.load(entityKey, detector);
    },
    async save(profile) {
      const key = keyOf(profile.entityKey, profile.detector);
      kept.delete(key);
      const saved = await store.save(profile);
      kept.set(key, { until: now().getTime() + keepMs, profile: saved });
      if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
      return saved;
    },
  };
}

const keyOf = (entityKey: string, detector: string): string => `${detector}\n${entityKey}`;
