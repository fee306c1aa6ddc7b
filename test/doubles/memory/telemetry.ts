import type { EventPage } from '../../../shared/model/eventPage';
import type { QuarantineEntry } from '../../../shared/model/quarantine';
import {
  Conflict,
  type FingerprintStore,
  type PageStore,
  type QuarantineStore,
  type SavedFingerprints,
} from '../../../shared/flows/ports';

export function memoryPages(): { store: PageStore; pages: EventPage[] } {
  const pages: EventPage[] = [];
  const store: PageStore = {
    heldUpTo: async (pk) =>
      pages
        .filter((page) => page.pk === pk)
        .map(({ last }) => last)
        .sort()
        .at(-1),
    async append(added) {
      const taken = new Set(pages.map(({ pk, id }) => `${pk}|${id}`));
      if (added.some(({ pk, id }) => taken.has(`${pk}|${id}`))) throw new Conflict('A page is there already');
      pages.push(...structuredClone(added));
    },
    async *after(pks, position) {
      const wanted = new Set(pks);
      for (const page of pages) if (wanted.has(page.pk) && page.last > position) yield structuredClone(page);
    },
  };
  return { store, pages };
}

export function memoryQuarantine(): { store: QuarantineStore; entries: Map<string, QuarantineEntry> } {
  const entries = new Map<string, QuarantineEntry>();
  const store: QuarantineStore = {
    async put(added) {
      for (const entry of added) entries.set(`${entry.hubPartition}|${entry.sequence}|${entry.index}`, entry);
    },
  };
  return { store, entries };
}

export function memoryFingerprints(): FingerprintStore {
  const saved = new Map<string, SavedFingerprints>();
  return {
    load: async (hubPartition) => saved.get(hubPartition),
    save: async (hubPartition, one) => void saved.set(hubPartition, one),
  };
}
