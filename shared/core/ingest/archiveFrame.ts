import { z } from 'zod';
import type { EventPage } from '../../model/eventPage';
import { repack, unpackPage } from './pages';

/**
 * A page in the archive: a line of JSON that says what follows, then the compressed body. `at` are the positions of its events, each
 * as the distance from the one before, as sequence numbers times a million plus the change of the place; `reach` names the events that
 * were joined of several messages, with the positions of their first and last part.
 */
const headSchema = z.object({
  id: z.string(),
  pk: z.string(),
  workspaceId: z.string(),
  hubPartition: z.string(),
  first: z.string(),
  last: z.string(),
  from: z.string(),
  to: z.string(),
  count: z.number(),
  records: z.number(),
  sources: z.array(z.string()),
  hosts: z.array(z.string()),
  users: z.array(z.string()),
  addresses: z.array(z.string()),
  at: z.array(z.number()),
  reach: z.array(z.tuple([z.number(), z.string(), z.string()])),
  bytes: z.number(),
});
type Head = z.infer<typeof headSchema>;

const newLine = 0x0a;
const perSequence = 1_000_000;

/** `ends` has the position of the last part of each event that was joined, at its index. */
export function writeFrame(
  stored: EventPage,
  positions: readonly string[],
  ends: readonly (string | undefined)[] = [],
): Buffer {
  const { body, ttl: _ttl, archived: _archived, ...page } = stored;
  const bytes = Buffer.from(body, 'base64');
  const reach = ends.flatMap((end, at): Head['reach'] => (end === undefined ? [] : [[at, positions[at]!, end]]));
  const head: Head = { ...page, at: distances(positions), reach, bytes: bytes.length };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]);
}

const numbersOf = (position: string): [number, number] => [Number(position.slice(0, 16)), Number(position.slice(17))];

/** How far a position stands behind another. */
function distance(from: string, to: string): number {
  const [[sequence, place], [toSequence, toPlace]] = [numbersOf(from), numbersOf(to)];
  return (toSequence - sequence) * perSequence + toPlace - place;
}

const distances = (positions: readonly string[]): number[] =>
  positions.map((position, index) => distance(positions[Math.max(0, index - 1)]!, position));

export interface Frame {
  page: EventPage;
  at: number[];
  reach: [number, string, string][];
}

/** The whole frames at the beginning of some bytes, and how many bytes they take. Throws for what is no frame. */
export function readFrames(bytes: Buffer): { frames: Frame[]; length: number } {
  const frames: Frame[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(newLine, start);
    if (end < 0) return { frames, length: start };
    const { at, reach, bytes: length, ...page } = headSchema.parse(JSON.parse(bytes.toString('utf8', start, end)));
    const next = end + 1 + length;
    if (next > bytes.length) return { frames, length: start };
    frames.push({ page: { ...page, body: bytes.toString('base64', end + 1, next), archived: true }, at, reach });
    start = next;
  }
}

/** What was read of one page key. */
export interface Seen {
  /** The highest position of an event. */
  upTo: string;
  /** Joined events that reach beyond it, by the positions of their first and last part. */
  beyond: readonly string[];
}

export const nothingSeen: Seen = { upTo: '', beyond: [] };

const spanOf = ([, from, to]: Frame['reach'][number]): string => `${from} ${to}`;

/**
 * What a frame adds to what was seen before it: all of its page, some of it, or nothing. Nothing is archived before everything that
 * stands in front of it was, so what is not higher is a repeat. Only a joined event may be lower and still new: an earlier attempt
 * had the messages of its last parts in no batch.
 */
export async function unseenOf({ page, at, reach }: Frame, { upTo, beyond }: Seen): Promise<EventPage | undefined> {
  if (page.first > upTo) return page;
  const longer = reach.filter((one) => one[1] <= upTo && one[2] > upTo && !beyond.includes(spanOf(one)));
  if (page.last <= upTo && longer.length === 0) return undefined;
  const highest = distance(page.first, upTo);
  const kept = new Set(longer.map(([index]) => index));
  let behindFirst = 0;
  at.forEach((step, index) => (behindFirst += step) > highest && kept.add(index));
  const events = (await unpackPage(page)).filter((_, index) => kept.has(index));
  return { ...page, id: `${page.id}+${at.length - events.length}`, count: events.length, body: await repack(events) };
}

export function seenWith({ page, reach }: Frame, { upTo, beyond }: Seen): Seen {
  const highest = page.last > upTo ? page.last : upTo;
  if (reach.length === 0 && beyond.length === 0) return { upTo: highest, beyond };
  const spans = new Set([...beyond, ...reach.map(spanOf)]);
  return { upTo: highest, beyond: [...spans].filter((span) => span.slice(span.indexOf(' ') + 1) > highest) };
}
