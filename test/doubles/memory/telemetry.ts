import type { EventPage } from '../../../shared/model/eventPage';
import { quarantineId } from '../../../shared/core/ingest/quarantineId';
import { fullList } from '../../../shared/core/query/pageFilter';
import type { QuarantineEntry, StoredQuarantineEntry } from '../../../shared/model/quarantine';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { FingerprintStore, SavedFingerprints } from '../../../shared/flows/ports/fingerprints';
import type { PageSearch, PageStore } from '../../../shared/flows/ports/pages';
import type { QuarantineEntries, QuarantineStore } from '../../../shared/flows/ports/quarantine';
import { page } from './etagMap';

/** Small, so that searches meet several batches. */
const batchSize = 3;

function mayHold(page: EventPage, wanted: PageSearch): boolean {
  const holds = (list: 'hosts' | 'users' | 'addresses'): boolean =>
    !wanted[list] || page[list].length >= fullList || wanted[list].some((value) => page[list].includes(value));
  return (
    page.workspaceId === wanted.workspaceId &&
    !(wanted.unarchived && page.archived) &&
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

export function memoryQuarantine(): {
  store: QuarantineStore;
  listing: QuarantineEntries;
  entries: Map<string, QuarantineEntry>;
} {
  const entries = new Map<string, QuarantineEntry>();
  const store: QuarantineStore = {
    async put(added) {
      for (const entry of added) entries.set(`${entry.hubPartition}|${entry.sequence}|${entry.index}`, entry);
    },
  };
  const replayed = new Map<string, string>();
  const stored = ({ raw, ...entry }: QuarantineEntry): StoredQuarantineEntry => {
    const id = quarantineId(entry);
    const replayedAt = replayed.get(id);
    return { ...entry, id, bytes: raw.length, _etag: replayedAt ?? 'new', ...(replayedAt && { replayedAt }) };
  };
  const find = (id: string) => [...entries.values()].find((entry) => quarantineId(entry) === id);
  const listing: QuarantineEntries = {
    async list({ reason, source, from, to, replayed: wanted }, options) {
      const found = [...entries.values()].map(stored).filter((entry) => {
        const isMeant = (!reason || entry.code === reason) && (source === undefined || (entry.source ?? '') === source);
        const isThen = entry.enqueuedAt >= from && entry.enqueuedAt < to;
        return isMeant && isThen && (wanted === undefined || (entry.replayedAt !== undefined) === wanted);
      });
      return page(found, options);
    },
    async get(id, maxRawBytes) {
      const entry = find(id);
      return entry && { ...stored(entry), raw: entry.raw.subarray(0, maxRawBytes) };
    },
    async markReplayed({ id, _etag }, at) {
      if ((replayed.get(id) ?? 'new') !== _etag) throw new Conflict(`${id} changed`);
      replayed.set(id, at);
    },
  };
  return { store, listing, entries };
}

export function memoryFingerprints(): FingerprintStore {
  const saved = new Map<string, SavedFingerprints>();
  return {
    load: async (hubPartition) => saved.get(hubPartition),
    save: async (hubPartition, one) => void saved.set(hubPartition, one),
  };
}
