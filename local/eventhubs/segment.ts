import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writevSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frameHeadAt, HEAD_BYTES, MAGIC, MAX_FRAME_BYTES, validFrameAt, type FrameHead } from './logFrame';

/** A place in a segment from which a search may start. */
export interface Mark {
  position: number;
  sequence: number;
  offset: number;
  time: number;
}

/** One append-only file of a partition's log, named after the first sequence number and offset it may hold. */
export interface Segment {
  path: string;
  fd: number;
  firstSequence: number;
  nextSequence: number;
  nextOffset: number;
  /** Time of the newest frame, 0 when there is none. */
  lastTime: number;
  size: number;
  marks: Mark[];
  dropped: boolean;
}

const NAME = /^(\d{16})-(\d{20})\.log$/;
const MARK_BYTES = 64 * 1024;

export function segmentStart(fileName: string): { sequence: number; offset: number } | undefined {
  const match = NAME.exec(fileName);
  return match ? { sequence: Number(match[1]), offset: Number(match[2]) } : undefined;
}

export function createSegment(folder: string, sequence: number, offset: number): Segment {
  const path = join(folder, `${String(sequence).padStart(16, '0')}-${String(offset).padStart(20, '0')}.log`);
  return emptySegment(path, openSync(path, 'wx+'), sequence, offset);
}

function emptySegment(path: string, fd: number, sequence: number, offset: number): Segment {
  const counters = { firstSequence: sequence, nextSequence: sequence, nextOffset: offset };
  return { path, fd, ...counters, lastTime: 0, size: 0, marks: [], dropped: false };
}

/**
 * Reads and checks a whole segment. A torn end of the newest one is cut off: an unfinished write was never acknowledged.
 * Anything else that is wrong is an Error, since events behind it would be lost in silence.
 */
export async function openSegment(
  path: string,
  start: { sequence: number; offset: number },
  newest: boolean,
  log: (line: string) => void,
): Promise<Segment> {
  const bytes = await readFile(path);
  const segment = emptySegment(path, openSync(path, 'r+'), start.sequence, start.offset);
  try {
    while (segment.size < bytes.length) {
      const head = validFrameAt(bytes, segment.size);
      if (!head) break;
      if (head.firstSequence !== segment.nextSequence || head.firstOffset < segment.nextOffset) {
        throw damaged(segment, `sequence ${segment.nextSequence} expected, found ${head.firstSequence}`);
      }
      extend(segment, head);
    }
    if (segment.size === bytes.length) return segment;
    if (!newest) throw damaged(segment, 'an older segment file must be whole');
    const later = laterFrame(bytes, segment.size);
    if (later !== undefined) throw damaged(segment, `the next good batch is at byte ${later}`);
    log(`${path}: cut off ${bytes.length - segment.size} bytes of an unfinished write`);
    ftruncateSync(segment.fd, segment.size);
    return segment;
  } catch (error) {
    closeSync(segment.fd);
    throw error;
  }
}

function damaged(segment: Segment, detail: string): Error {
  return new Error(
    `Event Hubs endpoint: ${segment.path} is damaged at byte ${segment.size} (${detail}). ` +
      'Restore the file, or delete the folder of this event hub to start with an empty one.',
  );
}

function laterFrame(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(MAGIC, from + 1); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    if (validFrameAt(bytes, at)) return at;
  }
  return undefined;
}

function extend(segment: Segment, head: FrameHead): void {
  const last = segment.marks.at(-1);
  if (!last || segment.size - last.position >= MARK_BYTES) {
    segment.marks.push({
      position: segment.size,
      sequence: head.firstSequence,
      offset: head.firstOffset,
      time: head.time,
    });
  }
  segment.nextSequence = head.firstSequence + head.count;
  segment.nextOffset = head.firstOffset + head.count;
  segment.lastTime = head.time;
  segment.size += head.length;
}

/** Writes whole frames at the end; either all of them are in the segment afterwards, or none and the error is thrown. */
export function appendFrames(segment: Segment, frames: readonly Buffer[]): void {
  try {
    writeAll(segment.fd, frames, segment.size);
  } catch (error) {
    ftruncateSync(segment.fd, segment.size);
    throw error;
  }
  for (const frame of frames) {
    const head = frameHeadAt(frame, 0);
    if (head) extend(segment, head);
  }
}

/** writev takes at most 1,024 buffers and may write less than asked for. */
function writeAll(fd: number, frames: readonly Buffer[], start: number): void {
  let position = start;
  for (let from = 0; from < frames.length; from += 1000) {
    const group = frames.slice(from, from + 1000);
    const total = group.reduce((sum, frame) => sum + frame.length, 0);
    let written = writevSync(fd, group, position);
    while (written < total) {
      written += writevSync(fd, [Buffer.concat(group).subarray(written)], position + written);
    }
    position += total;
  }
}

/** Bytes from a frame's start: at least that whole frame, at most about `atLeast` bytes more than it needs. */
export function readFrames(segment: Segment, position: number, atLeast: number): Buffer {
  const first = readExactly(segment, position, Math.min(atLeast, segment.size - position));
  const head = frameHeadAt(first, 0);
  if (!head || head.length > MAX_FRAME_BYTES || first.length < HEAD_BYTES)
    throw damaged({ ...segment, size: position }, 'no batch here');
  return head.length <= first.length ? first : readExactly(segment, position, head.length);
}

function readExactly(segment: Segment, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let read = 0; read < length;) {
    const more = readSync(segment.fd, bytes, read, length - read, position + read);
    if (more === 0) throw damaged({ ...segment, size: position }, 'the file is shorter than it was');
    read += more;
  }
  return bytes;
}

export function dropSegment(segment: Segment): void {
  segment.dropped = true;
  closeSync(segment.fd);
  unlinkSync(segment.path);
}
