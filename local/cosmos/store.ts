import { mkdirSync } from 'node:fs';
import { open } from 'lmdb';
import { beginTransaction, type Table, type Transaction } from './transaction';

export interface Store {
  /** Definitions and counters, by readable names. */
  meta: Table;
  /** Document key -> stored item. */
  docs: Table;
  /** Container, lsn, sequence -> document key; one entry per document, that of its latest version. */
  feed: Table;
  /** Expiry second, document key -> nothing. */
  ttl: Table;
  /** Container, partition, unique key -> document key. */
  unique: Table;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Runs `work` in a transaction of its own; resolves with its result once it is on disk, rejects with what it threw. */
  commit<T>(work: (transaction: Transaction) => T): Promise<T>;
  close(): Promise<void>;
}

interface Job {
  work: (transaction: Transaction) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

// Bounds how long one commit keeps the event loop busy.
const jobsPerCommit = 64;

/** Opens the lmdb files in `folder`. Jobs that arrive within one turn of the event loop share a commit (group commit). */
export function openStore(options: { folder: string; durable: boolean; clock: () => number }): Store {
  mkdirSync(options.folder, { recursive: true });
  // overlappingSync would let a commit return before it is flushed.
  const root = open({ path: options.folder, overlappingSync: false, noSync: !options.durable, encoding: 'binary' });
  const table = (name: string): Table => root.openDB({ name, encoding: 'binary', keyEncoding: 'binary' });
  const queue: Job[] = [];
  let pump: Promise<void> | undefined;

  function attempt(job: Job): () => void {
    const transaction = beginTransaction();
    let value: unknown;
    try {
      value = job.work(transaction);
    } catch (error) {
      return () => job.reject(error);
    }
    transaction.apply();
    return () => job.resolve(value);
  }

  async function commitWaiting(): Promise<void> {
    while (queue.length > 0) {
      // One turn of the event loop, so that requests that arrive together are committed together.
      await new Promise((resolve) => setImmediate(resolve));
      const jobs = queue.splice(0, jobsPerCommit);
      try {
        // Flushed when it returns, undone whole when a write throws. The asynchronous form of the same commit wakes
        // other threads and is woken by them three times (docs/decisions/flush-in-the-event-loop.md).
        const settle = root.transactionSync(() => jobs.map(attempt));
        for (const report of settle) report();
      } catch (error) {
        for (const job of jobs) job.reject(error);
      }
    }
    pump = undefined;
  }

  return {
    meta: table('meta'),
    docs: table('docs'),
    feed: table('feed'),
    ttl: table('ttl'),
    unique: table('unique'),
    clock: options.clock,
    commit<T>(work: (transaction: Transaction) => T) {
      const done = new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      });
      pump ??= commitWaiting();
      return done;
    },
    async close() {
      await pump;
      await root.close();
    },
  };
}
