import { intelFeedStateKey } from '../../core/documentIds';
import type { IntelFeedDocument, IntelFeedStateDocument } from '../../model/intelDocuments';
import type { FeedProgress, IntelFeed } from '../../model/intelFeed';
import { Rejected } from '../../model/rejected';
import { Conflict, Throttled } from '../ports/portErrors';
import type { Ports } from '../ports';

/** For so long after a save nobody else begins on a feed. It spares double work: should two pull at once, the second to save loses and ends. */
const holdMs = 5 * 60_000;
/** A piece ends in time before a function may not run any longer; what is left is another piece. */
const pieceMs = 4 * 60_000;
const longestMessage = 300;

export interface HeldFeed {
  progress: FeedProgress;
  /** Saves what was done so far and goes on holding. Throws Conflict when another one took over. */
  save(progress: FeedProgress): Promise<void>;
  /** Whether the piece has taken as long as it may. */
  isLate(): boolean;
}

export type PullOutcome =
  | { outcome: 'pulled' }
  | { outcome: 'busy' | 'lost' | 'gone' }
  | { outcome: 'failed'; code: string }
  | { outcome: 'throttled'; retryAfterSeconds: number };

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

/**
 * Pulls one feed while nobody else does. What fails is noted with its state, where people see it, and tried again when the timer comes
 * round: what was stored before stays in use.
 */
export async function withFeed(
  ports: FeedPorts,
  document: IntelFeedDocument,
  act: (held: HeldFeed) => Promise<void>,
): Promise<PullOutcome> {
  let state = await stateOf(ports, document);
  const begunAt = ports.now();
  if (state.heldUntil !== undefined && state.heldUntil > begunAt.toISOString()) return { outcome: 'busy' };
  const hold = () => ({ heldUntil: new Date(ports.now().getTime() + holdMs).toISOString() });
  try {
    state = await ports.intel.save({ ...state, ...hold(), triedAt: begunAt.toISOString() });
    const held: HeldFeed = {
      progress: state.progress,
      isLate: () => ports.now().getTime() - begunAt.getTime() > pieceMs,
      async save(progress) {
        state = await ports.intel.save({ ...state, ...hold(), progress });
        held.progress = progress;
      },
    };
    await act(held);
    const { heldUntil: _held, error: _error, ...free } = state;
    await ports.intel.save(free);
    return { outcome: 'pulled' };
  } catch (error) {
    if (error instanceof Conflict) return { outcome: 'lost' };
    return noted(ports, state, error);
  }
}

async function noted(ports: FeedPorts, state: IntelFeedStateDocument, cause: unknown): Promise<PullOutcome> {
  const { heldUntil: _held, ...free } = state;
  const now = ports.now();
  const error = { at: now.toISOString(), ...described(cause) };
  const pause = cause instanceof Throttled && {
    heldUntil: new Date(now.getTime() + cause.retryAfterSeconds * 1000).toISOString(),
  };
  ports.log.warn('A feed could not be pulled', { feed: state.feed, ...error });
  try {
    await ports.intel.save({ ...free, ...pause, error });
  } catch (lost) {
    if (!(lost instanceof Conflict)) throw lost;
    return { outcome: 'lost' };
  }
  if (cause instanceof Throttled) return { outcome: 'throttled', retryAfterSeconds: cause.retryAfterSeconds };
  return { outcome: 'failed', code: error.code };
}

/** Addresses in messages may carry keys. */
export function described(cause: unknown): { code: string; message: string } {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = cause instanceof Rejected ? cause.code : error.name;
  return { code, message: error.message.replace(/\?\S+/g, '?...').slice(0, longestMessage) };
}
