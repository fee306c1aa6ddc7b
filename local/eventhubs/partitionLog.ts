import { closeSync, fdatasync, fdatasyncSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCursor, type Cursor } from './cursor';
import { encodeFrame } from './logFrame';
import { appendFrames, createSegment, dropSegment, openSegment, segmentStart, type Segment } from './segment';
import type { StartPosition } from './startPosition';

export interface Retention {
  /** Per partition. Whole segments are dropped, oldest first, while the log is larger. */
  bytes: number;
  ageMs: number;
}

export interface LogState {
  firstSequence: number;
  /** -1 before the first event. */
  lastSequence: number;
  /** "-1" before the first event. */
  lastOffset: string;
  lastTime: number | undefined;
  isEmpty: boolean;
}

export interface PartitionLog {
  /** Stores the records as one batch. `done` is called once they are stored (or with the reason why not). */
  append(records: Buffer[], done: (error: Error | undefined) => void): void;
  /** Throws AmqpFault when the position lies beyond the end. */
  cursorAt(position: StartPosition): Cursor;
  /** Called after events were stored. Returns how to stop listening. */
  onAppend(listener: () => void): () => void;
  state(): LogState;
  expire(): void;
  close(): Promise<void>;
}

export interface LogOptions {
  retention: Retention;
  /** Acknowledge only after fdatasync: survives a power loss too. */
  durable: boolean;
  now: () => number;
  log: (line: string) => void;
}

interface Pending {
  records: Buffer[];
  done: (error: Error | undefined) => void;
}

export async function openPartitionLog(folder: string, options: LogOptions): Promise<PartitionLog> {
  const { now, retention, durable } = options;
  const segments = await openSegments(folder, options);
  const segmentBytes = Math.min(16 * 1024 * 1024, Math.max(64 * 1024, Math.floor(retention.bytes / 8)));
  const listeners = new Set<() => void>();
  let active = segments.at(-1) as Segment;
  /** A checkpoint may know offsets that a power loss took from the log: what is stored from now on comes after them. */
  let nextOffset = Math.max(active.nextOffset, now() * 1000);
  let pending: Pending[] = [];
  let unsynced: Pending[] = [];
  let syncing: Promise<void> | undefined;

  const roll = (): void => {
    if (durable) fdatasyncSync(active.fd);
    active = createSegment(folder, active.nextSequence, nextOffset);
    segments.push(active);
  };

  const dropFirst = (): void => {
    const [first] = segments.splice(0, 1);
    if (first) dropSegment(first);
  };

  const expire = (): void => {
    const oldest = now() - retention.ageMs;
    if (active.size > 0 && active.lastTime < oldest) roll();
    while (segments.length > 1 && (segments[0] as Segment).lastTime < oldest) dropFirst();
    let total = segments.reduce((sum, segment) => sum + segment.size, 0);
    while (segments.length > 1 && total > retention.bytes) {
      total -= (segments[0] as Segment).size;
      dropFirst();
    }
  };

  const sync = async (): Promise<void> => {
    while (unsynced.length > 0) {
      const batch = unsynced;
      unsynced = [];
      const error = await new Promise<Error | null>((resolve) => fdatasync(active.fd, resolve));
      for (const { done } of batch) done(error ?? undefined);
    }
    syncing = undefined;
  };

  const write = (batch: Pending[]): void => {
    const time = Math.max(now(), lastTimeOf(segments));
    let sequence = active.nextSequence;
    let offset = nextOffset;
    const frames = batch.map(({ records }) => {
      const frame = encodeFrame(records, sequence, offset, time);
      sequence += records.length;
      offset += records.length;
      return frame;
    });
    appendFrames(active, frames);
    nextOffset = offset;
  };

  const flush = (): void => {
    const batch = pending;
    pending = [];
    if (batch.length === 0) return;
    try {
      if (active.size >= segmentBytes) {
        roll();
        expire();
      }
      write(batch);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const { done } of batch) done(reason);
      return;
    }
    if (durable) {
      unsynced.push(...batch);
      syncing ??= sync();
    } else {
      for (const { done } of batch) done(undefined);
    }
    for (const listener of listeners) listener();
  };

  return {
    append: (records, done) => {
      pending.push({ records, done });
      if (pending.length === 1) setImmediate(flush);
    },
    cursorAt: (position) => createCursor(segments, position, options.log),
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => stateOf(segments),
    expire,
    close: async () => {
      flush();
      await syncing;
      for (const segment of segments) closeSync(segment.fd);
    },
  };
}

async function openSegments(folder: string, { now, log }: LogOptions): Promise<Segment[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => segmentStart(name)).sort();
  const segments: Segment[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const start = segmentStart(name) as { sequence: number; offset: number };
      const expected = segments.at(-1)?.nextSequence ?? start.sequence;
      if (start.sequence !== expected) {
        throw new Error(
          `Event Hubs endpoint: events ${expected} to ${start.sequence - 1} are missing before ${join(folder, name)}.`,
        );
      }
      segments.push(await openSegment(join(folder, name), start, index === names.length - 1, log));
    }
    return segments.length > 0 ? segments : [createSegment(folder, 0, now() * 1000)];
  } catch (error) {
    for (const { fd } of segments) closeSync(fd);
    throw error;
  }
}

function lastTimeOf(segments: readonly Segment[]): number {
  return segments.findLast((segment) => segment.size > 0)?.lastTime ?? 0;
}

function stateOf(segments: readonly Segment[]): LogState {
  const newest = segments.findLast((segment) => segment.size > 0);
  const next = (segments.at(-1) as Segment).nextSequence;
  const first = segments.find((segment) => segment.size > 0)?.firstSequence ?? next;
  const lastOffset = next === 0 ? -1 : ((newest ?? segments.at(-1)) as Segment).nextOffset - 1;
  return {
    firstSequence: first,
    lastSequence: next - 1,
    lastOffset: String(lastOffset),
    lastTime: newest?.lastTime,
    isEmpty: first === next,
  };
}
