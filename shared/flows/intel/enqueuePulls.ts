import type { IntelBuildDocument, IntelFeedStateDocument } from '../../model/intelDocuments';
import type { IntelFeed } from '../../model/intelFeed';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { originOf } from './withFeed';

const width = 8;
/** Ends of validity move with the lists, and own addresses come and go: the index is built anew at least so often. */
const rebuildMs = 6 * 3_600_000;

/** For the timer: one piece of work for each feed that is due. */
export async function enqueuePulls(
  ports: Pick<Ports, 'now' | 'intel' | 'work'>,
): Promise<{ feeds: number; pieces: number }> {
  const now = ports.now();
  const feeds = (await ports.intel.feeds()).map(({ feed }) => feed);
  const states = new Map((await ports.intel.states()).map((state) => [state.feed, state]));
  const due = feeds.filter((feed) => feed.enabled && feed.url !== undefined && isDue(feed, states.get(feed.name), now));
  await eachOf(due, width, ({ name }) => ports.work.send({ kind: 'pullFeed', feed: name }));
  const build = feeds.length === 0 ? undefined : await ports.intel.build();
  if (feeds.length > 0 && isOutdated(build, [...states.values()], now)) await ports.work.send({ kind: 'compileIntel' });
  return { feeds: feeds.length, pieces: due.length };
}

/** Also when a pull ended before it could ask for a new index. */
function isOutdated(build: IntelBuildDocument | undefined, states: IntelFeedStateDocument[], now: Date): boolean {
  if (build === undefined || Date.parse(build.builtAt) + rebuildMs <= now.getTime()) return true;
  return states.some(({ progress: { changedAt = '' } }) => changedAt > build.builtAt);
}

/** A feed that reads from elsewhere now does not wait. */
function isDue(feed: IntelFeed, state: IntelFeedStateDocument | undefined, now: Date): boolean {
  if (state?.triedAt === undefined) return true;
  if (state.heldUntil !== undefined && state.heldUntil > now.toISOString()) return false;
  if (state.progress.origin !== originOf(feed)) return true;
  return Date.parse(state.triedAt) + feed.intervalMinutes * 60_000 <= now.getTime();
}
