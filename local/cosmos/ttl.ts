import type { Catalogue } from './catalogue';
import { sweepExpired } from './removal';
import type { Store } from './store';

const sweepEvery = 5000;

/** Removes expired documents in the background; readers do not see them from their expiry on, sweep or no sweep. */
export function startSweep(store: Store, catalogue: Catalogue, log: (line: string) => void): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let stopped = false;

  async function sweep(): Promise<void> {
    try {
      while (!stopped && (await sweepExpired(store, catalogue.byNumber)));
    } catch (error) {
      log(`Cosmos endpoint: the sweep of expired documents failed and is tried again: ${String(error)}`);
    }
    running = undefined;
  }

  const timer = setInterval(() => {
    running ??= sweep();
  }, sweepEvery);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
