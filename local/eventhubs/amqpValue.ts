import { AmqpFault } from './amqpFault';

/** Bytes of a value by the high nibble of its constructor (AMQP 1.0 part 1, 1.2); a `prefix` is a size that precedes them. */
const WIDTHS: Readonly<Record<number, { fixed: number } | { prefix: 1 | 4 }>> = {
  0x4: { fixed: 0 },
  0x5: { fixed: 1 },
  0x6: { fixed: 2 },
  0x7: { fixed: 4 },
  0x8: { fixed: 8 },
  0x9: { fixed: 16 },
  0xa: { prefix: 1 },
  0xb: { prefix: 4 },
  0xc: { prefix: 1 },
  0xd: { prefix: 4 },
  0xe: { prefix: 1 },
  0xf: { prefix: 4 },
};

export interface Section {
  /** Numeric descriptor: 0x70 header ... 0x78 footer. */
  code: number;
  start: number;
  /** Where the described value begins. */
  value: number;
  end: number;
}

export interface MapEntry {
  key: string;
  /** Key and value as they were sent. */
  bytes: Buffer;
  value: number;
}

export function malformed(what: string): AmqpFault {
  return new AmqpFault('amqp:decode-error', `The message is not well-formed AMQP 1.0: ${what}.`);
}

/** Position after the value at `at`, described or not. Throws AmqpFault when the value does not fit the buffer. */
function valueEnd(buffer: Buffer, at: number): number {
  let start = at;
  while (buffer[start] === 0x00) start = plainValueEnd(buffer, start + 1);
  return plainValueEnd(buffer, start);
}

function plainValueEnd(buffer: Buffer, at: number): number {
  const width = WIDTHS[(buffer[at] ?? 0) >> 4];
  if (!width) throw malformed('unknown type');
  const end = 'fixed' in width ? at + 1 + width.fixed : at + 1 + width.prefix + sizeAt(buffer, at + 1, width.prefix);
  if (end > buffer.length) throw malformed('a value goes beyond the end');
  return end;
}

function sizeAt(buffer: Buffer, at: number, bytes: 1 | 4): number {
  if (at + bytes > buffer.length) throw malformed('a size is cut off');
  return bytes === 1 ? buffer.readUInt8(at) : buffer.readUInt32BE(at);
}

/** Sections of an encoded message, in order. Every byte belongs to a section, or AmqpFault is thrown. */
export function sectionsOf(message: Buffer): Section[] {
  const sections: Section[] = [];
  for (let start = 0; start < message.length;) {
    const { code, value } = descriptorAt(message, start);
    const end = valueEnd(message, value);
    sections.push({ code, start, value, end });
    start = end;
  }
  return sections;
}

function descriptorAt(message: Buffer, at: number): { code: number; value: number } {
  if (message[at] !== 0x00) throw malformed('a section without descriptor');
  const small = message[at + 1] === 0x53;
  if (!small && message[at + 1] !== 0x80) throw malformed('a section with a symbolic descriptor');
  if (at + (small ? 3 : 10) > message.length) throw malformed('a descriptor is cut off');
  const code = small ? message.readUInt8(at + 2) : Number(message.readBigUInt64BE(at + 2));
  if (code < 0x70 || code > 0x78) throw malformed('unknown section');
  return { code, value: at + (small ? 3 : 10) };
}

/** Content of a binary, string or symbol. */
export function bytesAt(buffer: Buffer, at: number): Buffer {
  const width = WIDTHS[(buffer[at] ?? 0) >> 4];
  const code = (buffer[at] ?? 0) >> 4;
  if (!width || 'fixed' in width || code > 0xb) throw malformed('binary, string or symbol expected');
  const start = at + 1 + width.prefix;
  const end = start + sizeAt(buffer, at + 1, width.prefix);
  if (end > buffer.length) throw malformed('a value goes beyond the end');
  return buffer.subarray(start, end);
}

export function mapEntriesAt(buffer: Buffer, at: number): MapEntry[] {
  const code = buffer[at];
  if (code !== 0xc1 && code !== 0xd1) throw malformed('map expected');
  const width = code === 0xc1 ? 1 : 4;
  const end = valueEnd(buffer, at);
  const count = sizeAt(buffer, at + 1 + width, width);
  const entries: MapEntry[] = [];
  let start = at + 1 + 2 * width;
  for (let element = 0; element + 1 < count; element += 2) {
    const value = valueEnd(buffer, start);
    const next = valueEnd(buffer, value);
    if (next > end) throw malformed('a map goes beyond its size');
    entries.push({ key: bytesAt(buffer, start).toString('latin1'), bytes: buffer.subarray(start, next), value });
    start = next;
  }
  return entries;
}
