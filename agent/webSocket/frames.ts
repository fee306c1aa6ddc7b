import { randomBytes } from 'node:crypto';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame of a client: whole, and masked as a client has to (RFC 6455, section 5.2 and 5.3). */
export function clientFrame(opcode: number, payload: Uint8Array, mask: Uint8Array = randomBytes(4)): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(2 + extended + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(mask, 2 + extended);
  const start = frame.length - length;
  for (let at = 0; at < length; at += 1) frame[start + at] = payload[at]! ^ mask[at % 4]!;
  return frame;
}

export interface ServerMessage {
  opcode: number;
  payload: Buffer;
}

/** Hubs send frames of AMQP, far smaller than this. */
const mostBytes = 8 * 1024 * 1024;

/**
 * Makes messages of the bytes of a server, however they are cut; fragments are put together. Throws for what RFC 6455 forbids or is
 * too large: the connection is then of no use.
 */
export function serverMessages(): (bytes: Buffer) => ServerMessage[] {
  let waiting: Buffer = Buffer.alloc(0);
  let fragments: { opcode: number; parts: Buffer[]; bytes: number } | undefined;

  function messageOf({ final, opcode, payload }: Frame): ServerMessage | undefined {
    if (opcode >= opcodes.close) return { opcode, payload };
    if ((opcode === opcodes.continuation) !== (fragments !== undefined)) throw new Error('a fragment is out of place');
    const { opcode: kind, parts, bytes } = fragments ?? { opcode, parts: [], bytes: 0 };
    if (bytes + payload.length > mostBytes) throw new Error(`a message is larger than ${mostBytes} bytes`);
    fragments = final ? undefined : { opcode: kind, parts: [...parts, payload], bytes: bytes + payload.length };
    return final ? { opcode: kind, payload: Buffer.concat([...parts, payload]) } : undefined;
  }

  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    const found: ServerMessage[] = [];
    for (let frame = firstFrame(waiting); frame; frame = firstFrame(waiting)) {
      waiting = waiting.subarray(frame.end);
      const message = messageOf(frame);
      if (message) found.push(message);
    }
    return found;
  };
}

interface Frame {
  final: boolean;
  opcode: number;
  payload: Buffer;
  end: number;
}

function firstFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const [first, second] = [bytes[0]!, bytes[1]!];
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new Error('a frame is not one of a server');
  const extended = second === 126 ? 2 : second === 127 ? 8 : 0;
  if (bytes.length < 2 + extended) return undefined;
  const length = extended === 0 ? second : extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length > mostBytes) throw new Error(`a frame is larger than ${mostBytes} bytes`);
  const end = 2 + extended + length;
  if (bytes.length < end) return undefined;
  return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload: bytes.subarray(2 + extended, end), end };
}
