import { AmqpFault } from './amqpFault';
import { frameHeadAt, recordsOf, type FrameHead } from './logFrame';
import { readFrames, type Mark, type Segment } from './segment';
import type { StartPosition } from './startPosition';
import type { StoredEvent } from './storedEvent';

/** A reader's place in a partition. */
export interface Cursor {
  /** The next events, at most `maxEvents` and about `maxBytes`; none at the end of the log. */
  read(maxEvents: number, maxBytes: number): StoredEvent[];
}

const CHUNK_BYTES = 256 * 1024;

/** `segments` is the live list of a log, oldest first, never empty. */
export function createCursor(segments: readonly Segment[], start: StartPosition, log: (line: string) => void): Cursor {
  let sequence = firstSequenceAfter(segments, start);
  let segment = segmentOf(segments, sequence);
  let position = markBefore(segment, (mark) => mark.sequence <= sequence).position;
  let chunk: { start: number; bytes: Buffer } | undefined;

  const relocate = (): void => {
    const first = (segments[0] as Segment).firstSequence;
    if (first > sequence) log(`${segment.path}: retention dropped ${first - sequence} events before they were read`);
    sequence = Math.max(sequence, first);
    segment = segmentOf(segments, sequence);
    position = markBefore(segment, (mark) => mark.sequence <= sequence).position;
    chunk = undefined;
  };

  /** The frame at the cursor, or undefined at the end of the log. */
  const current = (): { head: FrameHead; bytes: Buffer } | undefined => {
    if (segment.dropped) relocate();
    if (position >= segment.size) {
      const next = segments[segments.indexOf(segment) + 1];
      chunk = undefined;
      if (!next) return undefined;
      segment = next;
      position = 0;
      return current();
    }
    const held = chunk && frameIn(chunk.bytes, position - chunk.start);
    if (held) return held;
    chunk = { start: position, bytes: readFrames(segment, position, CHUNK_BYTES) };
    return frameIn(chunk.bytes, 0);
  };

  return {
    read: (maxEvents, maxBytes) => {
      const events: StoredEvent[] = [];
      let bytes = 0;
      while (events.length < maxEvents && bytes < maxBytes) {
        const frame = current();
        if (!frame) return events;
        const { head } = frame;
        const records = recordsOf(frame.bytes);
        let index = Math.max(0, sequence - head.firstSequence);
        for (; index < records.length && events.length < maxEvents && bytes < maxBytes; index++) {
          const record = records[index] as Buffer;
          events.push({
            sequence: head.firstSequence + index,
            offset: head.firstOffset + index,
            time: head.time,
            record,
          });
          bytes += record.length;
        }
        sequence = head.firstSequence + index;
        if (index >= records.length) position += head.length;
      }
      return events;
    },
  };
}

function frameIn(bytes: Buffer, at: number): { head: FrameHead; bytes: Buffer } | undefined {
  const head = frameHeadAt(bytes, at);
  return head && at + head.length <= bytes.length ? { head, bytes: bytes.subarray(at, at + head.length) } : undefined;
}

function segmentOf(segments: readonly Segment[], sequence: number): Segment {
  return segments.findLast((segment) => segment.firstSequence <= sequence) ?? (segments[0] as Segment);
}

function markBefore(segment: Segment, fits: (mark: Mark) => boolean): Mark {
  return segment.marks.findLast(fits) ?? { position: 0, sequence: segment.firstSequence, offset: 0, time: 0 };
}

function firstSequenceAfter(segments: readonly Segment[], start: StartPosition): number {
  const first = (segments[0] as Segment).firstSequence;
  const last = segments.at(-1) as Segment;
  if (start.from === 'earliest') return first;
  if (start.from === 'latest') return last.nextSequence;
  if (start.from === 'sequence') {
    const sequence = start.inclusive ? start.value : start.value + 1;
    if (sequence > last.nextSequence) throw beyondEnd('sequence number', start.value, last.nextSequence - 1);
    return Math.max(first, sequence);
  }
  if (start.from === 'time') {
    const earliest = start.inclusive ? start.value : start.value + 1;
    return search(
      segments,
      (mark) => mark.time < earliest,
      (head) => (head.time >= earliest ? head.firstSequence : undefined),
    );
  }
  const offset = start.inclusive ? start.value : start.value + 1;
  if (offset > last.nextOffset) throw beyondEnd('offset', start.value, last.nextOffset - 1);
  return search(
    segments,
    (mark) => mark.offset <= offset,
    (head) =>
      head.firstOffset + head.count > offset ? head.firstSequence + Math.max(0, offset - head.firstOffset) : undefined,
  );
}

/** Sequence that `found` names first, looking frame by frame from the last mark that lies before. */
function search(
  segments: readonly Segment[],
  before: (mark: Mark) => boolean,
  found: (head: FrameHead) => number | undefined,
): number {
  const startIndex = Math.max(
    0,
    segments.findLastIndex((segment) => segment.marks.some(before)),
  );
  for (const segment of segments.slice(startIndex)) {
    for (let position = markBefore(segment, before).position; position < segment.size;) {
      const chunk = readFrames(segment, position, CHUNK_BYTES);
      let frame = frameIn(chunk, 0);
      for (let at = 0; frame; frame = frameIn(chunk, at)) {
        const sequence = found(frame.head);
        if (sequence !== undefined) return sequence;
        at += frame.head.length;
        position += frame.head.length;
      }
    }
  }
  return (segments.at(-1) as Segment).nextSequence;
}

function beyondEnd(what: string, value: number, last: number): AmqpFault {
  return new AmqpFault(
    'com.microsoft:argument-error',
    `The supplied ${what} '${value}' is invalid. The last ${what} in the system is '${last}'`,
  );
}
