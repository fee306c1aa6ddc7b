import { unpackPage } from '../core/ingest/pages';
import type { Limit } from '../core/query/budget';
import { eventRow } from '../core/query/eventRow';
import type { SearchPosition } from '../core/query/searchMark';
import type { Stage } from '../core/query/stage';
import type { EventPage } from '../model/eventPage';
import type { TelemetryEvent } from '../model/telemetryEvent';
import type { PageSearch } from './ports/pages';
import type { Ports } from './ports';

/** Hot pages, or those of the archive too. */
export interface SearchPorts extends Pick<Ports, 'now'> {
  pages: Pick<Ports['pages'], 'search'>;
}

export interface Usage {
  pagesRead: number;
  eventsScanned: number;
  requestUnits: number;
}

export interface Scan {
  wanted: PageSearch;
  mayRead: (event: TelemetryEvent) => boolean;
  /** Counted up. */
  usage: Usage;
  limits: { maxPages: number; maxEvents: number };
  /** Milliseconds since 1970. */
  deadline: number;
  /** A limit that stopped the scan is put in here. */
  reached: Set<Limit>;
}

/**
 * Feeds the events of matching pages to the first step of a query until they or the limits end, or it wants no more. Answers
 * where to go on, undefined at the end.
 */
export async function scanEvents(
  { pages, now }: SearchPorts,
  { wanted, mayRead, usage, limits, deadline, reached }: Scan,
  steps: Stage,
  from?: SearchPosition,
): Promise<SearchPosition | undefined> {
  const isWanted = (event: TelemetryEvent): boolean =>
    event.time >= wanted.from &&
    event.time <= wanted.to &&
    (!wanted.sources || wanted.sources.includes(event.source)) &&
    mayRead(event);
  const stopsAt = (limit: Limit): boolean => reached.add(limit).size > 0;
  const isLate = (): boolean => now().getTime() >= deadline && stopsAt('time');
  const isExhausted = (): boolean =>
    (usage.pagesRead >= limits.maxPages && stopsAt('pages')) ||
    (usage.eventsScanned >= limits.maxEvents && stopsAt('events')) ||
    (usage.pagesRead > 0 && isLate());

  const scan = async (): Promise<SearchPosition | undefined> => {
    let batch = from?.batch;
    let resume = from;
    for await (const { pages: found, requestUnits = 0, continuation } of pages.search(wanted, batch)) {
      usage.requestUnits += requestUnits;
      for (const page of pagesFrom(found, resume)) {
        const at = (event: number): SearchPosition => ({ batch, page: nameOf(page), event });
        const first = resume?.page === nameOf(page) ? resume.event : 0;
        if (isExhausted()) return at(first);
        const events = await unpackPage(page);
        usage.pagesRead += 1;
        usage.eventsScanned += events.length;
        for (let next = first; next < events.length; next += 1) {
          if (next > first && isLate()) return at(next);
          if (isWanted(events[next]!) && !steps.push(eventRow(events[next]!))) return at(next + 1);
        }
      }
      [batch, resume] = [continuation, undefined];
      // A long way through the archive may meet nothing that is wanted.
      if (found.length === 0 && batch !== undefined && isLate()) return { batch, page: '', event: 0 };
    }
    return undefined;
  };

  const position = await scan();
  steps.end();
  return position;
}

const nameOf = ({ pk, id }: EventPage): string => `${pk}|${id}`;

/** From the page on that was being read; all of them when it is gone (its time to live ended) or none was. */
function pagesFrom(found: EventPage[], resume: SearchPosition | undefined): EventPage[] {
  const at = resume ? found.findIndex((page) => nameOf(page) === resume.page) : -1;
  return at < 0 ? found : found.slice(at);
}
