import { intelFeedStateKey } from '../../core/documentIds';
import type { IntelFeedDocument, IntelFeedStateDocument } from '../../model/intelDocuments';
import type { FeedProgress, IntelFeed } from '../../model/intelFeed';
import type { Ports } from '../ports';
import { type NotDone, whileHeld } from '../whileHeld';

const holdMs = 5 * 60_000;

export interface HeldFeed {
  progress: FeedProgress;
  /** Saves what was done so far and goes on holding. Throws Conflict when another one took over. */
  save(progress: FeedProgress): Promise<void>;
  /** Whether the piece has taken as long as it may. */
  isLate(): boolean;
}

export type PullOutcome = { outcome: 'pulled' | 'gone' } | NotDone;

type FeedPorts = Pick<Ports, 'now' | 'intel' | 'log'>;

export const originOf = ({ format, url, collection }: IntelFeed): string =>
  [format, url ?? '', collection ?? ''].join('|');

const begun = (feed: IntelFeed): FeedProgress => ({
  origin: originOf(feed),
  segments: [],
  rejected: { count: 0, examples: [] },
});

/** Where a feed stands; a feed that reads from elsewhere now begins anew. */
export async function stateOf(
  ports: FeedPorts,
  { feed, workspaceId }: IntelFeedDocument,
): Promise<IntelFeedStateDocument> {
  const found = await ports.intel.state(feed.name);
  if (found?.progress.origin === originOf(feed)) return found;
  return {
    kind: 'intelFeedState',
    ...intelFeedStateKey(feed.name),
    workspaceId,
    feed: feed.name,
    progress: begun(feed),
    ...(found?._etag !== undefined && { _etag: found._etag }),
    ...(found?.heldUntil !== undefined && { heldUntil: found.heldUntil }),
  };
}

/** Pulls one feed while nobody else does. When it fails, what was stored before stays in use. */
export async function withFeed(
  ports: FeedPorts,
  document: IntelFeedDocument,
  act: (held: HeldFeed) => Promise<void>,
): Promise<PullOutcome> {
  const state = await stateOf(ports, document);
  const ended = await whileHeld<IntelFeedStateDocument>(
    {
      ports,
      holdMs,
      store: (changed) => ports.intel.save(changed),
      failed: { message: 'A feed could not be pulled', about: { feed: state.feed } },
    },
    { ...state, triedAt: ports.now().toISOString() },
    async (holding) => {
      const held: HeldFeed = {
        progress: holding.document.progress,
        isLate: holding.isLate,
        async save(progress) {
          await holding.save({ progress });
          held.progress = progress;
        },
      };
      await act(held);
    },
  );
  return ended.outcome === 'done' ? { outcome: 'pulled' } : ended;
}
