import { join } from 'node:path';
import { loadDropLog, saveDropLog } from './dropLog';
import { lockOutbox } from './lockOutbox';
import type { Outbox } from './outbox';
import { recordLine } from './recordLine';
import { openSegments, type Segment } from './segments';

export interface FileOutboxOptions {
  folder: string;
  /** Bytes on disk at most; at least several segments. */
  limit: number;
  now: () => Date;
  warn: (message: string) => void;
  segmentBytes?: number;
}

/** What is read, sent and given up as a whole: it stays in memory while it is being sent. */
const defaultSegmentBytes = 512 * 1024;

/**
 * An outbox in append-only files that survives the death of the process at any moment. Records come again when it dies
 * between delivery and removal; one whose `append` returned is never lost but by the limit, and then it is counted.
 */
export function openFileOutbox({ folder, limit, now, warn, segmentBytes }: FileOutboxOptions): Outbox {
  const mostInSegment = segmentBytes ?? defaultSegmentBytes;
  const files = openSegments(folder);
  const release = lockOutbox(join(folder, 'lock'));
  const logFile = join(folder, 'dropped.json');
  const log = loadDropLog(logFile, warn);
  let { dropped } = log;
  files.remove(log.removing);
  let segments = files.list();
  let lastNumber = Math.max(log.removing, segments.at(-1)?.number ?? 0);
  /** Takes new lines; never one of a former process, whose last line may be torn. */
  let open: Segment | undefined;
  let sending: Segment | undefined;

  const bytesKept = () => segments.reduce((sum, { bytes }) => sum + bytes, 0);

  function remove(segment: Segment): void {
    files.remove(segment.number);
    segments = segments.filter((kept) => kept !== segment);
    if (open === segment) open = undefined;
  }

  function count(records: number, bytes: number, removing: number): void {
    dropped = { records: dropped.records + records, bytes: dropped.bytes + bytes, lastAt: now().toISOString() };
    saveDropLog(logFile, { dropped, removing });
  }

  /** Oldest first, but for the one on its way: it may arrive yet. */
  function makeRoom(bytes: number): void {
    while (bytesKept() + bytes > limit) {
      const oldest = segments.find((segment) => segment !== sending);
      if (oldest === undefined) return;
      count(oldest.records, oldest.bytes, oldest.number);
      remove(oldest);
    }
  }

  function write(lines: Buffer[]): void {
    const bytes = Buffer.concat(lines);
    makeRoom(bytes.length);
    if (open === undefined) {
      open = { number: (lastNumber += 1), records: 0, bytes: 0 };
      segments.push(open);
    }
    const segment = open;
    // When this throws the file may end in a part of a line: nothing more is written to it.
    open = undefined;
    segment.bytes += bytes.length;
    files.append(segment.number, bytes);
    segment.records += lines.length;
    if (segment.bytes < mostInSegment) open = segment;
  }

  return {
    append(records) {
      for (const part of parts(records.map(recordLine), mostInSegment)) write(part);
    },
    async forward(deliver) {
      const [oldest] = segments;
      if (oldest === undefined) return 0;
      if (open === oldest) open = undefined;
      const { records, damaged } = files.read(oldest.number);
      sending = oldest;
      try {
        if (records.length > 0) await deliver(records);
      } finally {
        sending = undefined;
      }
      if (damaged > 0) {
        warn(`${damaged} damaged records of the outbox are left out`);
        count(damaged, 0, oldest.number);
      }
      remove(oldest);
      return records.length;
    },
    state: () => ({
      records: segments.reduce((sum, segment) => sum + segment.records, 0),
      bytes: bytesKept(),
      dropped,
    }),
    close: release,
  };
}

/** Lines in order, in parts of up to `most` bytes, a larger line alone. */
function parts(lines: Buffer[], most: number): Buffer[][] {
  const found: Buffer[][] = [];
  let room = 0;
  for (const line of lines) {
    if (line.length > room) {
      found.push([]);
      room = most;
    }
    found.at(-1)!.push(line);
    room -= line.length;
  }
  return found;
}
