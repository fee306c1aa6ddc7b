import { packPages } from '../../../shared/core/ingest/pages';
import type { PageStore } from '../../../shared/flows/ports/pages';
import {
  searchEvents,
  searchLimits,
  type SearchLimits,
  type SearchRequest,
  type SearchResult,
  type SearchScope,
} from '../../../shared/flows/searchEvents';
import { positionOf, type EventPage } from '../../../shared/model/eventPage';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';
import { memoryPages } from '../../doubles/memory/telemetry';

export const searchNow = new Date('2026-11-21T12:00:00.000Z');

/** An event a number of minutes before `searchNow`. */
export function eventAt(minutesAgo: number, changes: Partial<TelemetryEvent> = {}): TelemetryEvent {
  return {
    id: `e${minutesAgo}`,
    source: 'auditd',
    time: new Date(searchNow.getTime() - minutesAgo * 60_000).toISOString(),
    timeOrigin: 'record',
    resourceId: '',
    logSource: {},
    entities: [],
    fields: {},
    ...changes,
  };
}

export interface SearchWorld {
  pages: EventPage[];
  store: PageStore;
  /** Stores events as pages of so many, in this order. */
  add(events: TelemetryEvent[], perPage?: number, workspaceId?: string): Promise<void>;
  search(request: string | Partial<SearchRequest>, options?: SearchOptions): Promise<SearchResult>;
  /** The rows of all pages of the answer, as objects by column. */
  rows(query: string, options?: SearchOptions & { top?: number }): Promise<Record<string, unknown>[]>;
}

interface SearchOptions {
  limits?: Partial<SearchLimits>;
  scope?: Partial<SearchScope>;
  store?: PageStore;
  now?: () => Date;
}

export function searchWorld(): SearchWorld {
  const { store, pages } = memoryPages();
  let sequence = 0;
  const search: SearchWorld['search'] = (
    request,
    { limits = {}, scope = {}, store: other = store, now = () => searchNow } = {},
  ) =>
    searchEvents(
      { pages: other, now },
      { workspaceId: 'main', mayRead: () => true, ...scope },
      { query: '', top: 1_000, ...(typeof request === 'string' ? { query: request } : request) },
      { ...searchLimits, ...limits },
    );
  return {
    pages,
    store,
    async add(events, perPage = 100, workspaceId = 'main') {
      for (let at = 0; at < events.length; at += perPage) {
        const placed = events
          .slice(at, at + perPage)
          .map((event) => ({ event, position: positionOf((sequence += 1), 0), records: 1 }));
        await store.append(await packPages({ workspaceId, hour: '2026-11-21T11', hubPartition: '0' }, placed));
      }
    },
    search,
    async rows(query, { top = 1_000, ...options } = {}) {
      const all: Record<string, unknown>[] = [];
      let continuation: string | undefined;
      do {
        const { columns, rows, continuation: next } = await search({ query, top, continuation }, options);
        all.push(...rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))));
        continuation = next;
      } while (continuation !== undefined);
      return all;
    },
  };
}
