import { crc32 } from 'node:zlib';

/**
 * One producer batch in a segment file, big-endian:
 * magic u32, frame length u32, crc u32 (of all that follows), event count u32, first sequence u64, first offset u64,
 * time u64 (ms), then per event a u32 length and its record.
 */
export interface FrameHead {
  length: number;
  count: number;
  firstSequence: number;
  firstOffset: number;
  time: number;
}

export const MAGIC = Buffer.from('SkEh', 'latin1');
export const HEAD_BYTES = 40;
const CRC_END = 12;
/** A frame holds one message of at most 1 MB with its prefixes; anything longer is no frame. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

export function encodeFrame(
  records: readonly Buffer[],
  firstSequence: number,
  firstOffset: number,
  time: number,
): Buffer {
  const length = records.reduce((sum, record) => sum + 4 + record.length, HEAD_BYTES);
  const frame = Buffer.allocUnsafe(length);
  MAGIC.copy(frame);
  frame.writeUInt32BE(length, 4);
  frame.writeUInt32BE(records.length, 12);
  frame.writeBigUInt64BE(BigInt(firstSequence), 16);
  frame.writeBigUInt64BE(BigInt(firstOffset), 24);
  frame.writeBigUInt64BE(BigInt(time), 32);
  let at = HEAD_BYTES;
  for (const record of records) {
    at = frame.writeUInt32BE(record.length, at);
    at += record.copy(frame, at);
  }
  frame.writeUInt32BE(crc32(frame.subarray(CRC_END)), 8);
  return frame;
}

/** Head of the frame at `at`, or undefined when no whole and plausible head is there. Does not look at the crc. */
export function frameHeadAt(bytes: Buffer, at: number): FrameHead | undefined {
  if (at + HEAD_BYTES > bytes.length || bytes.compare(MAGIC, 0, 4, at, at + 4) !== 0) return undefined;
  const length = bytes.readUInt32BE(at + 4);
  if (length < HEAD_BYTES || length > MAX_FRAME_BYTES) return undefined;
  return {
    length,
    count: bytes.readUInt32BE(at + 12),
    firstSequence: Number(bytes.readBigUInt64BE(at + 16)),
    firstOffset: Number(bytes.readBigUInt64BE(at + 24)),
    time: Number(bytes.readBigUInt64BE(at + 32)),
  };
}

/** Head of the frame at `at` when the frame is whole and its crc is right. */
export function validFrameAt(bytes: Buffer, at: number): FrameHead | undefined {
  const head = frameHeadAt(bytes, at);
  if (!head || at + head.length > bytes.length) return undefined;
  return bytes.readUInt32BE(at + 8) === crc32(bytes.subarray(at + CRC_END, at + head.length)) ? head : undefined;
}

/** Records of a frame that is known to be valid. */
export function recordsOf(frame: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = HEAD_BYTES; at < frame.length;) {
    const end = at + 4 + frame.readUInt32BE(at);
    records.push(frame.subarray(at + 4, end));
    at = end;
  }
  return records;
}
