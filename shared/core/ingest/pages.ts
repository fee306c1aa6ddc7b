import { deflateRaw, inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import type { Entity } from '../../model/entity';
import type { EventPage } from '../../model/eventPage';
import type { TelemetryEvent } from '../../model/telemetryEvent';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

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
}

export const pageKey = ({ workspaceId, hour, hubPartition }: PageKey): string =>
  `${workspaceId}|${hour}|${hubPartition}`;

/** Packs events, in order, into pages of at most 100 events or 1 MB of JSON. Compression runs off the event loop. */
export async function packPages(key: PageKey, events: PlacedEvent[]): Promise<EventPage[]> {
  const texts = events.map(({ event }) => JSON.stringify({ ...event, snapshot: undefined }));
  const pages: Promise<EventPage>[] = [];
  let start = 0;
  let bytes = 0;
  texts.forEach((text, at) => {
    const size = Buffer.byteLength(text);
    if (at > start && (at - start >= maxEvents || bytes + size > maxBytes)) {
      pages.push(pageOf(key, events.slice(start, at), texts.slice(start, at)));
      [start, bytes] = [at, 0];
    }
    bytes += size;
  });
  if (start < events.length) pages.push(pageOf(key, events.slice(start), texts.slice(start)));
  return Promise.all(pages);
}

async function pageOf(key: PageKey, placed: PlacedEvent[], texts: string[]): Promise<EventPage> {
  const body = (await deflate(`[${texts.join(',')}]`, { level: 1 })).toString('base64');
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
    ...searchColumns(events.flatMap(({ entities }) => entities)),
    body,
  };
}

function searchColumns(entities: Entity[]): Pick<EventPage, 'hosts' | 'users' | 'addresses'> {
  const [hosts, users, addresses] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const entity of entities) {
    if (entity.type === 'host') hosts.add(entity.hostName.toLowerCase());
    if (entity.type === 'account') users.add(entity.name.toLowerCase());
    if (entity.type === 'ip') addresses.add(entity.address);
  }
  return { hosts: bounded(hosts), users: bounded(users), addresses: bounded(addresses) };
}

const distinct = (values: string[]): string[] => [...new Set(values)];
const bounded = (values: Set<string>): string[] =>
  [...values].slice(0, maxValues).map((value) => value.slice(0, maxValueLength));

export async function unpackPage(page: Pick<EventPage, 'body'>): Promise<TelemetryEvent[]> {
  return JSON.parse((await inflate(Buffer.from(page.body, 'base64'))).toString()) as TelemetryEvent[];
}
