import type { LogState } from './partitionLog';
import { decodeRecord, type StoredEvent } from './storedEvent';

/** A stored event as a message to a reader, in bytes: the sender's sections with the service's annotations among them. */
export interface Delivery {
  length: number;
  /** Writes `length` bytes. */
  write(target: Buffer, at: number): void;
}

const SEQUENCE_KEY = symbol('x-opt-sequence-number');
const OFFSET_KEY = symbol('x-opt-offset');
const TIME_KEY = symbol('x-opt-enqueued-time');
const OWN_ELEMENTS = 6;
/** 00 53 72 d1, size u32, count u32 */
const MAP_HEAD = 12;
const NOTHING = Buffer.alloc(0);
const LONG = 0x81;
const TIMESTAMP = 0x83;

export function deliveryOf(event: StoredEvent, metrics: Buffer = NOTHING): Delivery {
  const { header, annotations, annotationElements, rest } = decodeRecord(event.record);
  const offset = String(event.offset);
  const own = SEQUENCE_KEY.length + 9 + OFFSET_KEY.length + 2 + offset.length + TIME_KEY.length + 9;
  return {
    length: header.length + metrics.length + MAP_HEAD + annotations.length + own + rest.length,
    write: (target, start) => {
      let at = start + header.copy(target, start);
      at += metrics.copy(target, at);
      at = writeMapHead(target, at, 0x72, annotations.length + own, annotationElements + OWN_ELEMENTS);
      at += annotations.copy(target, at);
      at = writeLong(target, at + SEQUENCE_KEY.copy(target, at), LONG, event.sequence);
      at = writeShortText(target, at + OFFSET_KEY.copy(target, at), offset);
      at = writeLong(target, at + TIME_KEY.copy(target, at), TIMESTAMP, event.time);
      rest.copy(target, at);
    },
  };
}

/** Delivery annotations for readers that track the end of the partition. */
export function runtimeMetrics({ lastSequence, lastOffset, lastTime }: LogState, now: number): Buffer {
  const fields: [string, (target: Buffer, at: number) => number][] = [
    ['last_enqueued_sequence_number', (target, at) => writeLong(target, at, LONG, lastSequence)],
    ['last_enqueued_offset', (target, at) => writeShortText(target, at, lastOffset)],
    ['last_enqueued_time_utc', (target, at) => writeLong(target, at, TIMESTAMP, lastTime ?? 0)],
    ['runtime_info_retrieval_time_utc', (target, at) => writeLong(target, at, TIMESTAMP, now)],
  ];
  const target = Buffer.alloc(256);
  let at = MAP_HEAD;
  for (const [key, write] of fields) at = write(target, at + symbol(key).copy(target, at));
  writeMapHead(target, 0, 0x71, at - MAP_HEAD, fields.length * 2);
  return target.subarray(0, at);
}

function symbol(text: string): Buffer {
  return Buffer.from([0xa3, text.length, ...Buffer.from(text, 'latin1')]);
}

function writeMapHead(target: Buffer, at: number, section: number, contentBytes: number, elements: number): number {
  target.writeUInt32BE(0x005300d1 | (section << 8), at);
  target.writeUInt32BE(contentBytes + 4, at + 4);
  return target.writeUInt32BE(elements, at + 8);
}

function writeLong(target: Buffer, at: number, constructor: number, value: number): number {
  target.writeUInt8(constructor, at);
  target.writeInt32BE(Math.floor(value / 2 ** 32), at + 1);
  return target.writeUInt32BE(value - Math.floor(value / 2 ** 32) * 2 ** 32, at + 5);
}

function writeShortText(target: Buffer, at: number, text: string): number {
  target.writeUInt8(0xa1, at);
  target.writeUInt8(text.length, at + 1);
  return at + 2 + target.write(text, at + 2, 'latin1');
}
