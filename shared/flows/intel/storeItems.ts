import type { FeedItem, ParsedItems } from '../../core/detect/intel/feedItem';
import type { FeedProgress, FeedSegment } from '../../model/intelFeed';
import type { Ports } from '../ports';

const maxExamples = 50;
const longestReason = 300;
/** More parts than these are made one. */
const maxSegments = 32;

type ReadPorts = Pick<Ports, 'intelBlobs'>;
type StorePorts = Pick<Ports, 'now' | 'intelBlobs'>;

/** The progress of a feed with these items, once they are stored: after others, or instead of all that was there. */
export async function storeItems(
  ports: StorePorts,
  feed: string,
  progress: FeedProgress,
  { items, rejected }: ParsedItems,
  replace: boolean,
): Promise<FeedProgress> {
  const kept = replace
    ? { segments: [], count: 0, examples: [] }
    : { segments: progress.segments, ...progress.rejected };
  const examples = rejected
    .slice(0, maxExamples)
    .map(({ line, reason }) => ({ line, reason: reason.slice(0, longestReason) }));
  const segments =
    items.length === 0
      ? kept.segments
      : [...kept.segments, { blob: await ports.intelBlobs.write(feed, items), items: items.length }];
  return {
    ...progress,
    segments,
    ...(segments !== progress.segments && { changedAt: ports.now().toISOString() }),
    rejected: {
      count: kept.count + rejected.length,
      examples: [...kept.examples, ...examples].slice(-maxExamples),
    },
  };
}

/** Many parts as one; answers the progress as it is while there are few. */
export async function compacted(ports: StorePorts, feed: string, progress: FeedProgress): Promise<FeedProgress> {
  if (progress.segments.length <= maxSegments) return progress;
  let items = 0;
  const counted = async function* (): AsyncGenerator<FeedItem> {
    for await (const item of latestItems(ports, progress.segments)) {
      items += 1;
      yield item;
    }
  };
  const blob = await ports.intelBlobs.write(feed, counted());
  return { ...progress, segments: [{ blob, items }] };
}

/** Each item of a feed once, in its latest version. Throws Conflict when a part is replaced meanwhile. */
export async function* latestItems(ports: ReadPorts, segments: readonly FeedSegment[]): AsyncGenerator<FeedItem> {
  const latest = new Map<string, { version: string; segment: number; at: number }>();
  if (segments.length > 1) {
    for (const [segment, { blob }] of segments.entries()) {
      let at = 0;
      for await (const { key, version } of ports.intelBlobs.read(blob)) {
        const known = latest.get(key);
        if (known === undefined || version >= known.version) latest.set(key, { version, segment, at });
        at += 1;
      }
    }
  }
  for (const [segment, { blob }] of segments.entries()) {
    let at = 0;
    for await (const item of ports.intelBlobs.read(blob)) {
      const best = latest.get(item.key);
      if (best === undefined || (best.segment === segment && best.at === at)) yield item;
      at += 1;
    }
  }
}
