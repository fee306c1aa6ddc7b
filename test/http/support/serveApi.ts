import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../../shared/http/request';

/** The API over HTTP on a free port, as its door hands requests over. */
export async function serveApi(
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<{ url: string; requests: HttpRequest[]; close(): Promise<void> }> {
  const requests: HttpRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming)
      .then((request) => {
        requests.push(request);
        return handle(request);
      })
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: incoming.method ?? 'GET',
    url: `http://${headers['host']}${incoming.url}`,
    headers,
    body: Buffer.concat(parts),
  };
}
