import type { WebSocketImpl } from '@azure/event-hubs';
import { proxyFor, type ProxyChoice } from '../door/proxyFor';
import { clientFrame, opcodes, serverMessages } from './frames';
import { upgrade, type Upgraded } from './upgrade';

/** What the SDK sets and calls: the part of a browser's WebSocket that AMQP needs. */
interface SocketLike {
  readonly url: string;
  binaryType: string;
  onopen?: () => void;
  onmessage?: (event: { data: ArrayBuffer }) => void;
  onerror?: (error: Error) => void;
  onclose?: (event: { code: number; reason: string }) => void;
  send(data: Uint8Array): void;
  close(): void;
}

/** Milliseconds that the other side has to close too. */
const closingPatience = 2_000;

/** 1000: as agreed. 1006: it broke (RFC 6455, section 7.4.1). */
const [normally, broken] = [1000, 1006];

/** WebSockets over TLS, directly or through a proxy, with every Node from 20 on: its own comes with 22 and follows proxies later still. */
export function webSocketOf(choice: ProxyChoice): WebSocketImpl {
  function Socket(url: string, protocols: string | string[] = []): SocketLike {
    return openSocket(url, [protocols].flat(), choice);
  }
  return Socket as unknown as WebSocketImpl;
}

function openSocket(address: string, protocols: string[], choice: ProxyChoice): SocketLike {
  let opened: Upgraded['socket'] | undefined;
  let [closing, closed] = [false, false];
  const read = serverMessages();
  const socket: SocketLike = {
    url: address,
    binaryType: 'arraybuffer',
    send(data) {
      if (!opened || closed) throw new Error('the WebSocket is not open');
      opened.write(clientFrame(opcodes.binary, data));
    },
    close() {
      closing = true;
      if (!opened) return ended(normally);
      sayClose(opened);
    },
  };

  function sayClose(stream: Upgraded['socket'], code = normally): void {
    if (stream.writable) stream.end(clientFrame(opcodes.close, Buffer.from([code >> 8, code & 0xff])));
    setTimeout(() => stream.destroy(), closingPatience).unref();
  }

  function ended(code: number, reason = ''): void {
    if (closed) return;
    closed = true;
    socket.onclose?.({ code, reason });
  }

  function failed(error: Error): void {
    if (closed) return;
    socket.onerror?.(error);
    opened?.destroy();
    ended(broken, error.message);
  }

  function take(stream: Upgraded['socket'], bytes: Buffer): void {
    for (const { opcode, payload } of read(bytes)) {
      if (opcode === opcodes.binary) socket.onmessage?.({ data: arrayBufferOf(payload) });
      else if (opcode === opcodes.ping) stream.write(clientFrame(opcodes.pong, payload));
      else if (opcode === opcodes.close) {
        sayClose(stream);
        ended(payload.length >= 2 ? payload.readUInt16BE(0) : normally, payload.toString('utf8', 2));
      }
    }
  }

  function start({ socket: stream, head }: Upgraded): void {
    if (closed) return void stream.destroy();
    opened = stream;
    stream.on('error', failed);
    stream.on('close', () => (closing ? ended(normally) : ended(broken, 'the connection broke')));
    stream.on('data', (bytes: Buffer) => {
      try {
        take(stream, bytes);
      } catch (error) {
        failed(error as Error);
      }
    });
    socket.onopen?.();
    if (head.length > 0) stream.emit('data', head);
  }

  const url = new URL(address.replace(/^ws/i, 'http'));
  upgrade(url, protocols, proxyFor(url, choice)).then(start, failed);
  return socket;
}

/** A buffer of its own: the bytes of a frame lie within what came with others. */
const arrayBufferOf = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer;
