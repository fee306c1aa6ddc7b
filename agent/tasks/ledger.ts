import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { maxKnownTasks } from '../../shared/model/machineTask';
import { isMissing } from '../reasonOf';

const entrySchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** ISO: from then on the task is refused for its age, and is forgotten here. */
  until: z.string(),
  finished: z.boolean(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;

/** Which tasks were taken already. A task is written down before it runs: it runs once at most, whatever crashes. */
export interface TaskLedger {
  ids(): string[];
  has(id: string): boolean;
  isFull(): boolean;
  /** Returns once it is on the disk. */
  take(entry: Omit<LedgerEntry, 'finished'>): void;
  finish(id: string): void;
  /** Taken, and never finished: the collector ended meanwhile. */
  unfinished(): LedgerEntry[];
  forget(now: Date): void;
}

/** Throws when the file is damaged: without knowing what was taken nothing may run. */
export function openTaskLedger(file: string): TaskLedger {
  let entries = readEntries(file);
  const keep = (next: LedgerEntry[]): void => {
    writeWhole(file, JSON.stringify({ entries: next }));
    entries = next;
  };
  return {
    ids: () => entries.map(({ id }) => id),
    has: (id) => entries.some((entry) => entry.id === id),
    isFull: () => entries.length >= maxKnownTasks,
    take: (entry) => keep([...entries, { ...entry, finished: false }]),
    finish: (id) => keep(entries.map((entry) => (entry.id === id ? { ...entry, finished: true } : entry))),
    unfinished: () => entries.filter(({ finished }) => !finished),
    forget(now) {
      const still = entries.filter(({ until, finished }) => !finished || until > now.toISOString());
      if (still.length < entries.length) keep(still);
    },
  };
}

function readEntries(file: string): LedgerEntry[] {
  try {
    return z.object({ entries: z.array(entrySchema).max(maxKnownTasks) }).parse(JSON.parse(readFileSync(file, 'utf8')))
      .entries;
  } catch (error) {
    if (isMissing(error)) return [];
    throw new Error(`the ledger of tasks ${file} is damaged: no task is taken until it is removed`, { cause: error });
  }
}

/** Replaced as a whole; the folder is flushed too, so that a power cut does not bring the former file back. */
function writeWhole(file: string, text: string): void {
  const next = `${file}.new`;
  flushed(next, 'w', (descriptor) => void writeSync(descriptor, text));
  renameSync(next, file);
  flushed(dirname(file), 'r', () => undefined);
}

function flushed(path: string, flags: 'r' | 'w', act: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    act(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
