import type { EventHubProducerClient } from '@azure/event-hubs';

export interface ProducerCache {
  /** Runs `act` on the open producer of that key, or on a new one. After an error the next use opens afresh. */
  use<T>(
    key: string,
    open: () => EventHubProducerClient,
    act: (producer: EventHubProducerClient) => Promise<T>,
  ): Promise<T>;
  size(): number;
  closeAll(): Promise<void>;
}

interface Entry {
  producer: EventHubProducerClient;
  uses: number;
  idle?: NodeJS.Timeout;
}

/** Keeps producers open between deliveries: opening a link costs a TLS handshake and four round trips. The one unused longest goes first. */
export function createProducerCache({ idleMs = 60_000, most = 20 } = {}): ProducerCache {
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();

  function close({ producer }: Entry): void {
    // Closing a connection that is broken already may fail: it is gone either way.
    const closed: Promise<void> = producer
      .close()
      .catch(() => undefined)
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function forget(key: string, entry: Entry): void {
    clearTimeout(entry.idle);
    if (entries.get(key) === entry) entries.delete(key);
    if (entry.uses === 0) close(entry);
  }

  function opened(key: string, open: () => EventHubProducerClient): Entry {
    const entry = entries.get(key) ?? { producer: open(), uses: 0 };
    // Last used, last in the map.
    entries.delete(key);
    entries.set(key, entry);
    clearTimeout(entry.idle);
    const [oldest] = entries;
    if (entries.size > most && oldest) forget(...oldest);
    return entry;
  }

  function release(key: string, entry: Entry): void {
    entry.uses -= 1;
    if (entry.uses > 0) return;
    if (entries.get(key) !== entry) return close(entry);
    entry.idle = setTimeout(() => forget(key, entry), idleMs);
    entry.idle.unref();
  }

  return {
    async use(key, open, act) {
      const entry = opened(key, open);
      entry.uses += 1;
      try {
        return await act(entry.producer);
      } catch (error) {
        forget(key, entry);
        throw error;
      } finally {
        release(key, entry);
      }
    },
    size: () => entries.size,
    async closeAll() {
      for (const [key, entry] of entries) forget(key, entry);
      await Promise.all(closing);
    },
  };
}
