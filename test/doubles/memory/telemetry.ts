import type { EventPage } from '../../../shared/model/eventPage';
import { fullList } from '../../../shared/core/query/pageFilter';
import type { QuarantineEntry } from '../../../shared/model/quarantine';
import {
  Conflict,
  type FingerprintStore,
  type PageSearch,
  type PageStore,
  type QuarantineStore,
  type SavedFingerprints,
} from '../../../shared/flows/ports';

/** Small, so that searches meet several batches. */
const batchSize = 3;

function mayHold(page: EventPage, wanted: PageSearch): boolean {
  const holds = (list: 'hosts' | 'users' | 'addresses'): boolean =>
    !wanted[list] || page[list].length >= fullList || wanted[list].some((value) => page[list].includes(value));
  return (
    page.workspaceId === wanted.workspaceId &&
    page.to >= wanted.from &&
    page.from <= wanted.to &&
    (!wanted.sources || wanted.sources.some((source) => page.sources.includes(source))) &&
    holds('hosts') &&
    holds('users') &&
    holds('addresses')
  );
}

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
    async *search(wanted, continuation) {
      const found = pages.filter((page) => mayHold(page, wanted));
      for (let at = Number(continuation ?? 0); at === 0 || at < found.length; at += batchSize) {
        const batch = { pages: structuredClone(found.slice(at, at + batchSize)), requestUnits: 2.5 };
        yield at + batchSize < found.length ? { ...batch, continuation: String(at + batchSize) } : batch;
      }
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
