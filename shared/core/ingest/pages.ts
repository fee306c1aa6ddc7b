import { deflateRaw, inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import type { EventPage } from '../../model/eventPage';
import type { TelemetryEvent } from '../../model/telemetryEvent';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Fast rather than small, and with room for a whole page: each further chunk of output is another trip to the thread pool. */
const compression = { level: 1, chunkSize: 128 * 1024 };

const maxEvents = 100;
const maxBytes = 1_000_000;
/** Search columns are indexed: a page keeps this many values of each, the rest is found by time and source. */
const maxValues = 200;
/** Longer ones are no names, and a page with its columns must stay below the 2 MB of a Cosmos document. */
const maxValueLength = 256;

/** An event that is to be stored, with where it stood and how many records it was made of. */
export interface PlacedEvent {
  event: TelemetryEvent;
  position: string;
  records: number;
}

export interface PageKey {
  workspaceId: string;
  /** ISO hour of arrival: 2026-11-21T09. */
  hour: string;
  hubPartition: string;
  /** Of sources that are no machine. */
  other?: boolean;
}

export const pageKey = ({ workspaceId, hour, hubPartition, other }: PageKey): string =>
  `${workspaceId}|${hour}|${hubPartition}${other ? '|other' : ''}`;

/** Packs events, in order, into pages of at most 100 events or 1 MB of JSON. Compression runs off the event loop. */
export async function packPages(key: PageKey, events: PlacedEvent[]): Promise<EventPage[]> {
  const pages: Promise<EventPage>[] = [];
  for (let start = 0; start < events.length; start += maxEvents) {
    const group = events.slice(start, start + maxEvents);
    // One text for all at once takes a fifth less time than a text for each.
    const text = textOf(group);
    if (text.length <= maxBytes) pages.push(pageOf(key, group, text));
    else for (const part of bySize(group)) pages.push(pageOf(key, part, textOf(part)));
  }
  return Promise.all(pages);
}

const textOf = (events: PlacedEvent[]): Buffer => Buffer.from(JSON.stringify(events.map(storedForm)));

/** Snapshots are stored as resources, results with their tasks. Most events have none, and a copy of each would take as long as its text. */
const storedForm = ({ event }: PlacedEvent): TelemetryEvent => {
  if (event.snapshot === undefined && event.taskResult === undefined) return event;
  const { snapshot: _, taskResult: __, ...rest } = event;
  return rest;
};

/** Parts of at most 1 MB; an event that is larger alone stands alone. */
function bySize(events: PlacedEvent[]): PlacedEvent[][] {
  const parts: PlacedEvent[][] = [];
  let room = 0;
  for (const placed of events) {
    const size = Buffer.byteLength(JSON.stringify(storedForm(placed))) + 1;
    if (size > room) {
      parts.push([]);
      room = maxBytes;
    }
    parts.at(-1)!.push(placed);
    room -= size;
  }
  return parts;
}

async function pageOf(key: PageKey, placed: PlacedEvent[], text: Buffer): Promise<EventPage> {
  const body = (await deflate(text, compression)).toString('base64');
  const events = placed.map(({ event }) => event);
  const first = placed[0]!.position;
  let [from, to] = [events[0]!.time, events[0]!.time];
  for (const { time } of events) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return {
    id: `${key.hubPartition}-${first}`,
    pk: pageKey(key),
    workspaceId: key.workspaceId,
    hubPartition: key.hubPartition,
    first,
    last: placed.at(-1)!.position,
    from,
    to,
    count: placed.length,
    records: placed.reduce((sum, { records }) => sum + records, 0),
    sources: distinct(events.map(({ source }) => source)),
    ...searchColumns(events),
    body,
  };
}

function searchColumns(events: TelemetryEvent[]): Pick<EventPage, 'hosts' | 'users' | 'addresses'> {
  const [hosts, users, addresses] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { entities } of events) {
    for (const entity of entities) {
      if (entity.type === 'host') hosts.add(entity.hostName.toLowerCase());
      else if (entity.type === 'account') users.add(entity.name.toLowerCase());
      else if (entity.type === 'ip') addresses.add(entity.address);
    }
  }
  return { hosts: bounded(hosts), users: bounded(users), addresses: bounded(addresses) };
}

const distinct = (values: string[]): string[] => [...new Set(values)];
const bounded = (values: Set<string>): string[] =>
  [...values].slice(0, maxValues).map((value) => value.slice(0, maxValueLength));

/** The body of a page with these events. */
export const repack = async (events: TelemetryEvent[]): Promise<string> =>
  (await deflate(Buffer.from(JSON.stringify(events)), compression)).toString('base64');

export async function unpackPage(page: Pick<EventPage, 'body'>): Promise<TelemetryEvent[]> {
  return JSON.parse((await inflate(Buffer.from(page.body, 'base64'))).toString()) as TelemetryEvent[];
}
