import type { Container } from './container';
import { containerPrefix, endOfPrefix } from './documentKey';
import { noteExpiry } from './documents';
import { sweepExpired } from './removal';
import { decodeItem } from './storedItem';
import type { Store } from './store';

const sweepEvery = 5000;

/** Removes expired documents in the background; readers do not see them from their expiry on, sweep or no sweep. */
export function startSweep(
  store: Store,
  containerOf: (number: number) => Container | undefined,
  log: (line: string) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let stopped = false;

  async function sweep(): Promise<void> {
    try {
      while (!stopped && (await sweepExpired(store, containerOf)));
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

const perCommit = 500;

/** Notes the expiries of documents written under another default ttl; the sweep drops the outdated entries. */
export async function noteExpiries(store: Store, container: Container): Promise<void> {
  const prefix = containerPrefix(container.number);
  let start = prefix;
  for (let more = true; more;) {
    const keys = [...store.docs.getKeys({ start, end: endOfPrefix(prefix), limit: perCommit + 1 })];
    await store.commit((transaction) => {
      for (const key of keys) {
        const bytes = transaction.get(store.docs, key);
        if (bytes) noteExpiry(store, transaction, container, key, decodeItem(bytes));
      }
    });
    more = keys.length > perCommit;
    start = keys.at(-1) ?? start;
  }
}
