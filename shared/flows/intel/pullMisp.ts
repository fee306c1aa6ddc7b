import { z } from 'zod';
import type { ParsedItems } from '../../core/detect/intel/feedItem';
import { jsonOf } from '../../core/detect/intel/feedText';
import { maxSeconds, mispItem, mispTime } from '../../core/detect/intel/parseMisp';
import type { IntelFeed } from '../../model/intelFeed';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import type { Ask } from './askFeed';
import { urlOf } from './pullFile';
import { compacted, latestItems, storeItems } from './storeItems';
import type { HeldFeed } from './withFeed';

/** So many events are stored at once. */
const eventsAtOnce = 20;
const maxEvents = 200_000;

const manifestSchema = z.record(z.guid(), z.object({ timestamp: z.coerce.number().int().min(0).max(maxSeconds) }));

/**
 * Events of a MISP feed that are new or changed, oldest first; those that its manifest does not name any more are withdrawn. The manifest
 * counts as read once all its events are stored. Answers whether there is more.
 */
export async function pullMisp(
  ports: Pick<Ports, 'now' | 'intelBlobs'>,
  feed: IntelFeed,
  ask: Ask,
  held: HeldFeed,
): Promise<boolean> {
  const base = urlOf(feed).replace(/\/+$/, '');
  const { etag, lastModified } = held.progress;
  const answer = await ask(`${base}/manifest.json`, {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  });
  const at = ports.now().toISOString();
  if (answer.status === 304) {
    await held.save({ ...held.progress, confirmedAt: at });
    return false;
  }
  const manifest = readManifest(answer.body.toString('utf8'));
  const known = await versionsOf(ports, held);
  const wanted = [...manifest].filter(([uuid, version]) => !known.get(uuid)?.startsWith(version));
  wanted.sort(([, one], [, other]) => (one < other ? -1 : 1));
  for (let from = 0; from < wanted.length; from += eventsAtOnce) {
    const parsed: ParsedItems = { items: [], rejected: [] };
    for (const [uuid, version] of wanted.slice(from, from + eventsAtOnce)) {
      const { items, rejected } = await eventOf(feed, ask, `${base}/${uuid}.json`);
      parsed.items.push(...items.map((item) => ({ ...item, key: uuid, version })));
      parsed.rejected.push(...rejected);
    }
    const stored = await storeItems(ports, feed.name, held.progress, parsed, false);
    await held.save(await compacted(ports, feed.name, stored));
    if (held.isLate() && from + eventsAtOnce < wanted.length) return true;
  }
  const gone = [...known].filter(([uuid, version]) => !manifest.has(uuid) && !version.endsWith(withdrawn));
  const items = gone.map(([key, version]) => ({ key, version: `${version}${withdrawn}`, indicators: [] }));
  const stored = await storeItems(ports, feed.name, held.progress, { items, rejected: [] }, false);
  await held.save({
    ...stored,
    confirmedAt: at,
    ...(answer.headers['etag'] !== undefined && { etag: answer.headers['etag'] }),
    ...(answer.headers['last-modified'] !== undefined && { lastModified: answer.headers['last-modified'] }),
  });
  return false;
}

/** After the version that it follows, and before every later one: an event that comes back was changed since. */
const withdrawn = '~';

function readManifest(text: string): Map<string, string> {
  const read = manifestSchema.safeParse(jsonOf(text));
  if (!read.success)
    throw new Rejected('NotMisp', `This is no manifest of a MISP feed: ${z.prettifyError(read.error).slice(0, 200)}`);
  const entries = Object.entries(read.data);
  if (entries.length > maxEvents)
    throw new Rejected('TooManyEvents', `${entries.length} events; at most ${maxEvents} are read`);
  return new Map(entries.map(([uuid, { timestamp }]) => [uuid.toLowerCase(), mispTime(timestamp)]));
}

async function versionsOf(ports: Pick<Ports, 'intelBlobs'>, { progress }: HeldFeed): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  for await (const { key, version } of latestItems(ports, progress.segments)) versions.set(key, version);
  return versions;
}

/** An event that cannot be read is told and counts as read: it costs no other. */
async function eventOf(feed: IntelFeed, ask: Ask, url: string): Promise<ParsedItems> {
  try {
    const answer = await ask(url);
    const { item, rejected } = mispItem(feed.name, jsonOf(answer.body.toString('utf8')));
    return { items: [item], rejected };
  } catch (error) {
    if (!(error instanceof Rejected) || /^Feed4(?:01|03)$/.test(error.code)) throw error;
    const item = { key: '', version: '', indicators: [] };
    return { items: [item], rejected: [{ feed: feed.name, line: 0, reason: `${url}: ${error.message}` }] };
  }
}
