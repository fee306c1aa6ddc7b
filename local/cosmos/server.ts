import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CosmosFault, tooLarge } from './fault';
import type { Answer, CosmosRequest } from './request';

const maximumBodyBytes = 2 * 1024 * 1024;

/**
 * Reads a body; one above 2 MB is read to its end and refused, as a caller cut off while sending would see a broken connection.
 * By events: an async iterator costs more than all else here, and its extra turns split up what could share a commit.
 */
function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maximumBodyBytes) chunks.push(chunk);
    });
    incoming.on('end', () => {
      if (bytes > maximumBodyBytes) reject(tooLarge('Request size is too large: a request holds at most 2 MB.'));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.on('error', reject);
  });
}

function requestOf(incoming: IncomingMessage, body: Buffer): CosmosRequest {
  const secure = (incoming.socket as Partial<TLSSocket>).encrypted === true;
  return {
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?', 1)[0] ?? '/',
    header(name) {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body,
    origin: `${secure ? 'https' : 'http'}://${incoming.headers.host ?? ''}`,
  };
}

const faultAnswer = (fault: CosmosFault): Answer => ({
  status: fault.status,
  charge: 1,
  headers: { 'x-ms-substatus': String(fault.substatus) },
  body: JSON.stringify({ code: fault.code, message: fault.message }),
});

function send(outgoing: ServerResponse, activity: string, answer: Answer): void {
  outgoing.writeHead(answer.status, {
    'content-type': 'application/json',
    'x-ms-activity-id': activity,
    'x-ms-request-charge': answer.charge.toFixed(2),
    ...(answer.body === undefined ? {} : { 'content-length': Buffer.byteLength(answer.body) }),
    ...answer.headers,
  });
  outgoing.end(answer.body);
}

/** Speaks HTTP for `handle`; `log` hears of what is no refusal but a failure. */
export function listener(
  handle: (request: CosmosRequest) => Promise<Answer>,
  log: (line: string) => void,
): RequestListener {
  async function answer(incoming: IncomingMessage, activity: string): Promise<Answer> {
    try {
      return await handle(requestOf(incoming, await readBody(incoming)));
    } catch (error) {
      if (error instanceof CosmosFault) return faultAnswer(error);
      log(`Cosmos endpoint: ${incoming.method} ${incoming.url} failed (activity ${activity}): ${String(error)}`);
      return faultAnswer(
        new CosmosFault(500, 'InternalServerError', `The endpoint failed; its log names activity ${activity}.`),
      );
    }
  }
  return (incoming, outgoing) => {
    const activity = randomUUID();
    void answer(incoming, activity).then((answered) => send(outgoing, activity, answered));
  };
}

export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** Listens; an Error names the port and its purpose if it is taken. */
export async function listen(
  handler: RequestListener,
  options: { port: number; host: string; tls?: { key: string; cert: string } | undefined },
): Promise<Listening> {
  // Keys of 2 KB with every character escaped, and continuation tokens, need more than the usual 16 KB of headers.
  const settings = { maxHeaderSize: 64 * 1024, keepAliveTimeout: 60_000 };
  const server: Server = options.tls
    ? createTlsServer({ ...settings, ...options.tls }, handler)
    : createServer(settings, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const problem =
        cause.code === 'EADDRINUSE' ? 'is already in use' : `cannot be opened (${cause.code ?? cause.message})`;
      reject(new Error(`Cosmos endpoint${options.tls ? ' (TLS)' : ''}: port ${options.port} ${problem}`, { cause }));
    });
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // Requests in flight get a moment to finish.
      const timer = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(timer);
    },
  };
}
