import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface ReceivedRequest {
  path: string;
  authorization: string | undefined;
  /** JSON; one value per line is a list of them. */
  body: unknown;
}

export interface MetricReceiver {
  url: string;
  /** Requests that were taken. */
  taken: ReceivedRequest[];
  /** Answers of the next requests instead of taking them. */
  faults: { status: number; retryAfterSeconds?: number }[];
  close(): Promise<void>;
}

/**
 * Takes metrics as a collector for OTLP over HTTP (POST /v1/metrics, answers `{}`) and as the ingestion endpoint of Azure
 * Monitor (its exporter speaks TLS only; POST /v2.1/track, gzip or not, answers how many items it took).
 */
export async function startMetricReceiver(tls?: { key: string; cert: string }): Promise<MetricReceiver> {
  const taken: ReceivedRequest[] = [];
  const faults: MetricReceiver['faults'] = [];
  const answer: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fault = faults.shift();
      if (fault) {
        const headers = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
        response.writeHead(fault.status, headers).end();
        return;
      }
      const bytes = Buffer.concat(chunks);
      const body = jsonOf((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString());
      const path = (request.url ?? '').split('?')[0]!;
      taken.push({ path, authorization: request.headers.authorization, body });
      const count = Array.isArray(body) ? body.length : 1;
      const result = path.endsWith('/track') ? { itemsReceived: count, itemsAccepted: count, errors: [] } : {};
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    });
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    faults,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  }
}
