import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { peerOf, tunnelThrough } from '../door/post';

/** RFC 6455, section 1.3. */
const acceptKey = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Milliseconds without a byte after which opening is given up. */
const patience = 15_000;

export interface Upgraded {
  socket: Duplex;
  /** Bytes that came with the answer. */
  head: Buffer;
}

/** Opens a connection and has it speak WebSocket; through a proxy that knows CONNECT, when one is given. */
export async function upgrade(url: URL, protocols: readonly string[], proxy: URL | undefined): Promise<Upgraded> {
  const secure = url.protocol === 'https:';
  const tunnel = proxy && (await tunnelThrough(proxy, url, { timeout: patience }));
  const key = randomBytes(16).toString('base64');
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
    ...(protocols.length > 0 && { 'sec-websocket-protocol': protocols.join(', ') }),
  };
  const overTunnel = tunnel && {
    createConnection: () => (secure ? connect({ socket: tunnel, ...peerOf(url) }) : tunnel),
  };
  return new Promise((resolve, reject) => {
    const options = { headers, timeout: patience, agent: false as const, ...overTunnel };
    const request = (secure ? httpsRequest : httpRequest)(url, options);
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error(`${url.host} does not answer`)));
    request.once('response', (response) => {
      response.resume();
      reject(new Error(`${url.host} answered ${response.statusCode} and opened no WebSocket`));
    });
    request.once('upgrade', (response, socket, head) => {
      const { 'sec-websocket-accept': accept, 'sec-websocket-protocol': protocol } = response.headers;
      const fault =
        accept !== createHash('sha1').update(`${key}${acceptKey}`).digest('base64') ||
        (protocol !== undefined && !protocols.includes(protocol));
      // A TLS connection that ends leaves the one below it open.
      if (tunnel) socket.once('close', () => tunnel.destroy());
      if (!fault) {
        socket.setTimeout(0);
        return resolve({ socket, head });
      }
      socket.destroy();
      reject(new Error(`${url.host} answered with a WebSocket that was not asked for`));
    });
    request.end();
  });
}
