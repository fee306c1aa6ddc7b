import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnectProxy } from '../door/connectProxy';
import { webSocketOf } from '../../../agent/webSocket/webSocketOf';
import { ensureCertificates } from '../../../local/start/certificates';
import { startWebSocketBridge, type Bridge } from '../webSocketBridge';

interface Opened {
  onopen?: () => void;
  onmessage?: (event: { data: ArrayBuffer }) => void;
  onerror?: (error: Error) => void;
  onclose?: (event: { code: number }) => void;
  send(data: Uint8Array): void;
  close(): void;
}

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const portOf = (server: Server | HttpServer): number => (server.address() as AddressInfo).port;

const open = (url: string, proxy?: string): Opened => {
  const Socket = webSocketOf({ proxy }) as unknown as new (url: string, protocols: string[]) => Opened;
  return new Socket(url, ['AMQPWSB10']);
};

const outcomeOf = (socket: Opened): Promise<string> =>
  new Promise((resolve) => {
    socket.onopen = () => resolve('open');
    socket.onerror = (error) => resolve(error.message);
  });

test('a server that opens no WebSocket, or another than was asked for, is an error', async () => {
  const plain = createHttpServer((_, response) => response.writeHead(403).end('no'));
  const liar = createHttpServer().on('upgrade', (_, socket: Socket) =>
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
    ),
  );
  for (const server of [plain, liar]) {
    server.listen(0, '127.0.0.1');
    closing.push(() => void server.close());
    await once(server, 'listening');
  }
  expect(await outcomeOf(open(`ws://127.0.0.1:${portOf(plain)}/`))).toMatch(/answered 403/);
  expect(await outcomeOf(open(`ws://127.0.0.1:${portOf(liar)}/`))).toMatch(/not asked for/);
});

test('a certificate that nobody trusts is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-tls-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const certificates = await ensureCertificates(folder);
  expect(readFileSync(certificates.caPath, 'utf8')).toContain('CERTIFICATE');
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  closing.push(() => void echo.close());
  await once(echo, 'listening');
  const bridge: Bridge = await startWebSocketBridge(certificates, portOf(echo));
  closing.push(() => bridge.stop());
  expect(await outcomeOf(open(`wss://localhost:${bridge.port}/`))).toMatch(/certificate/);
});

test('nobody at the other end is an error, and then it is closed', async () => {
  const socket = open('ws://127.0.0.1:1/');
  const codes: number[] = [];
  socket.onclose = ({ code }) => void codes.push(code);
  expect(await outcomeOf(socket)).toMatch(/ECONNREFUSED/);
  await new Promise(setImmediate);
  expect(codes).toEqual([1006]);
  expect(() => socket.send(new Uint8Array(1))).toThrow('not open');
});

test('through a proxy it is the hub whose certificate counts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-tls-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const certificates = await ensureCertificates(folder);
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  closing.push(() => void echo.close());
  await once(echo, 'listening');
  const bridge = await startWebSocketBridge(certificates, portOf(echo));
  closing.push(() => bridge.stop());
  const proxy = await openConnectProxy();
  closing.push(() => proxy.close());
  const socket = open(`wss://localhost:${bridge.port}/`, proxy.url.href);
  expect(await outcomeOf(socket)).toMatch(/certificate/);
  expect(proxy.asked.map(({ path }) => path)).toEqual([`localhost:${bridge.port}`]);
});
