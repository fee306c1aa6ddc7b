import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../../shared/http/request';

/** The API on a free port, as its door hands requests over; over TLS with a certificate. */
export async function serveApi(
  handle: (request: HttpRequest) => Promise<HttpResponse>,
  tls?: { key: string; cert: string },
): Promise<{ url: string; requests: HttpRequest[]; close(): Promise<void> }> {
  const requests: HttpRequest[] = [];
  const scheme = tls ? 'https' : 'http';
  const listener: RequestListener = (incoming, outgoing) => {
    void readRequest(incoming, scheme)
      .then((request) => {
        requests.push(request);
        return handle(request);
      })
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readRequest(incoming: IncomingMessage, scheme: string): Promise<HttpRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: incoming.method ?? 'GET',
    url: `${scheme}://${headers['host']}${incoming.url}`,
    headers,
    body: Buffer.concat(parts),
  };
}
