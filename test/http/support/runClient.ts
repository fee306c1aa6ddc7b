import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCertificates } from '../../../local/start/certificates';
import type { Api } from './api';

/** Serves the API over TLS and runs a client program of this folder against it; answers the JSON that it prints. */
export async function runClient<T>(api: Api, program: string, request: object): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-tls-'));
  const { caPath, key, cert } = await ensureCertificates(folder);
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const url = `https://${headers['host']}${incoming.url}`;
      void api
        .handle({ method: incoming.method!, url, headers, body: Buffer.concat(chunks) })
        .then((response) => outgoing.writeHead(response.status, response.headers).end(response.body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`;
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(__dirname, program), JSON.stringify({ ...request, endpoint })],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: caPath }, maxBuffer: 32 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as T;
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(folder, { recursive: true });
  }
}
