import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { createServer, type Server } from 'node:https';

/** RFC 6455, section 1.3. */
const acceptKey = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface Bridge {
  port: number;
  /** Path and subprotocol of every connection. */
  requests: string[];
  stop(): Promise<void>;
}

/** What stands before Event Hubs at port 443: takes AMQP out of WebSocket frames and hands it to an AMQP port, and back. */
export async function startWebSocketBridge(tls: { key: string; cert: string }, amqpPort: number): Promise<Bridge> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer(tls);
  server.on('upgrade', (request, client: Socket) => {
    requests.push(`${request.url} ${request.headers['sec-websocket-protocol']}`);
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${acceptKey}`).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    const answer = [...head, `Sec-WebSocket-Accept: ${accept}`, 'Sec-WebSocket-Protocol: AMQPWSB10'];
    client.write(`${answer.join('\r\n')}\r\n\r\n`);
    const hub = connect(amqpPort, 'localhost');
    const readFrames = frameReader((opcode, payload) => (opcode === 8 ? client.end() : hub.write(payload)));
    client.on('data', readFrames);
    hub.on('data', (bytes: Buffer) => client.write(frameOf(bytes)));
    for (const [socket, other] of [
      [client, hub],
      [hub, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Binary, whole, not masked. */
function frameOf(payload: Buffer): Buffer {
  if (payload.length < 126) return Buffer.concat([Buffer.from([0x82, payload.length]), payload]);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(0x827f);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

/** Frames of a client, which are masked, from the bytes as they come. */
function frameReader(take: (opcode: number, payload: Buffer) => void): (bytes: Buffer) => void {
  let waiting = Buffer.alloc(0);
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let frame = firstFrame(waiting); frame; frame = firstFrame(waiting)) {
      waiting = Buffer.from(waiting.subarray(frame.end));
      take(frame.opcode, frame.payload);
    }
  };
}

function firstFrame(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return undefined;
  const length = lengthBytes === 0 ? short : Number(BigInt(`0x${bytes.toString('hex', 2, 2 + lengthBytes)}`));
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + length)).map((byte, at) => byte ^ mask[at % 4]!);
  return { opcode: bytes[0]! & 0x0f, payload: Buffer.from(payload), end: start + length };
}
