import { Rejected } from '../model/rejected';
import { Conflict, Throttled } from './ports/portErrors';
import type { Ports } from './ports';

/** A piece ends in time before a function may not run any longer; what is left is another piece. */
const pieceMs = 4 * 60_000;
const longestMessage = 300;

/** A document that says how far some work is, who works on it and what failed last. */
export interface Holdable {
  /** Somebody works on it and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
  error?: { at: string; code: string; message: string };
}

export interface Held<D> {
  /** As it was saved last. */
  document: D;
  /** Saves what was done so far and goes on holding. Throws Conflict when another one took over. */
  save(changes: Partial<D>): Promise<void>;
  /** Whether the piece has taken as long as it may. */
  isLate: () => boolean;
}

export type NotDone =
  | { outcome: 'busy' | 'lost' }
  | { outcome: 'failed'; code: string }
  | { outcome: 'throttled'; retryAfterSeconds: number };

export interface Holding<D> {
  ports: Pick<Ports, 'now' | 'log'>;
  /**
   * For so long after a save nobody else begins. It only spares double work: should two begin at once, the second to save loses and ends.
   */
  holdMs: number;
  /** Under the document's etag. Throws Conflict. */
  store: (document: Omit<D, keyof Holdable> & Holdable) => Promise<D>;
  /** What the log says of a failure. */
  failed: { message: string; about: Record<string, unknown> };
}

/**
 * Works on what a document stands for while nobody else does. What fails is noted in it, where people see it, and tried again when the
 * timer comes round: an error of a dependency is no reason for a queue message to circle. `act` may answer a last change, saved when all is done.
 */
export async function whileHeld<D extends Holdable>(
  holding: Holding<D>,
  document: D,
  act: (held: Held<D>) => Promise<Partial<D> | void>,
): Promise<{ outcome: 'done'; document: D } | NotDone> {
  const { ports, holdMs, store } = holding;
  const begunAt = ports.now();
  if (document.heldUntil !== undefined && document.heldUntil > begunAt.toISOString()) return { outcome: 'busy' };
  const held: Held<D> = {
    document,
    save: async (changes) => {
      const heldUntil = new Date(ports.now().getTime() + holdMs).toISOString();
      held.document = await store({ ...held.document, ...changes, heldUntil });
    },
    isLate: () => ports.now().getTime() - begunAt.getTime() > pieceMs,
  };
  try {
    await held.save({});
    const last = await act(held);
    const { heldUntil: _held, error: _error, ...free } = { ...held.document, ...last };
    return { outcome: 'done', document: await store(free) };
  } catch (error) {
    if (error instanceof Conflict) return { outcome: 'lost' };
    return noted(holding, held.document, error);
  }
}

async function noted<D extends Holdable>(
  { ports, store, failed }: Holding<D>,
  { heldUntil: _held, error: _error, ...free }: D,
  cause: unknown,
): Promise<NotDone> {
  const now = ports.now();
  const error = { at: now.toISOString(), ...described(cause) };
  const pause = cause instanceof Throttled && {
    heldUntil: new Date(now.getTime() + cause.retryAfterSeconds * 1000).toISOString(),
  };
  ports.log.warn(failed.message, { ...failed.about, ...error });
  try {
    await store({ ...free, ...pause, error });
  } catch (lost) {
    if (!(lost instanceof Conflict)) throw lost;
    return { outcome: 'lost' };
  }
  if (cause instanceof Throttled) return { outcome: 'throttled', retryAfterSeconds: cause.retryAfterSeconds };
  return { outcome: 'failed', code: error.code };
}

/** Addresses in messages may carry keys and signatures. */
export function described(cause: unknown): { code: string; message: string } {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = cause instanceof Rejected ? cause.code : error.name;
  return { code, message: error.message.replace(/\?\S+/g, '?...').slice(0, longestMessage) };
}
