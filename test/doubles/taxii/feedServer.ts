import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';

/** An object of a TAXII collection, with when it was added (RFC 3339, microseconds). */
export interface AddedObject {
  added: string;
  object: object;
}

/** An answer out of turn. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface FeedServer {
  url: string;
  ca: string;
  /** Of its certificates: another server may use them too. */
  folder: string;
  /** By path: answered with an ETag, and with 304 to who knows it. */
  files: Map<string, string>;
  /** By id, below `/api/`. */
  collections: Map<string, AddedObject[]>;
  /** How pages are told: by a token, or by the date of the last object alone. */
  paging: 'next' | 'date';
  /** Objects of a page, however many are asked for. */
  pageSize: number;
  faults: Fault[];
  requests: { path: string; headers: IncomingHttpHeaders }[];
  /** Tokens of pages are forgotten, as by a restart. */
  forgetTokens(): void;
  close(): Promise<void>;
}

/**
 * A server of threat intelligence, over HTTPS unless it is to be plain: files with conditional requests (RFC 9110, section 13), and collections of TAXII 2.1 as its
 * specification has them (sections 3.4, 5.4): `added_after`, `limit`, `next`, `match[type]`, envelope and `X-TAXII-Date-Added-*`.
 */
export async function startFeedServer({
  folder = mkdtempSync(join(tmpdir(), 'skywarden-feeds-')),
  plain = false,
}: { folder?: string; plain?: boolean } = {}): Promise<FeedServer> {
  const { caPath, key, cert } = await ensureCertificates(folder);
  const tokens = new Map<string, number>();
  const double: Omit<FeedServer, 'url' | 'ca' | 'folder' | 'close' | 'forgetTokens'> = {
    files: new Map(),
    collections: new Map(),
    paging: 'next',
    pageSize: 2,
    faults: [],
    requests: [],
  };

  function answer(path: string, headers: IncomingHttpHeaders): Fault {
    const url = new URL(path, 'https://localhost');
    const collection = /^\/api\/collections\/([^/]+)\/objects\/$/.exec(url.pathname)?.[1];
    if (collection !== undefined) return pageOf(double.collections.get(decodeURIComponent(collection)), url, headers);
    const file = double.files.get(url.pathname);
    if (file === undefined) return { status: 404 };
    const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    return { status: 200, headers: { etag }, body: file };
  }

  function pageOf(all: AddedObject[] | undefined, { searchParams }: URL, headers: IncomingHttpHeaders): Fault {
    if (headers.accept !== 'application/taxii+json;version=2.1') return { status: 406 };
    if (!all) return { status: 404 };
    const after = searchParams.get('added_after') ?? '';
    const type = searchParams.get('match[type]');
    const found = all.filter(
      ({ added, object }) => added > after && (type === null || (object as { type?: unknown }).type === type),
    );
    const next = searchParams.get('next');
    const from = next === null ? 0 : tokens.get(next);
    if (from === undefined) return { status: 400, body: '{"title":"unknown next"}' };
    const page = found.slice(from, from + double.pageSize);
    const more = from + page.length < found.length;
    const token = `t${tokens.size + 1}`;
    if (more && double.paging === 'next') tokens.set(token, from + page.length);
    return {
      status: 200,
      headers: {
        'content-type': 'application/taxii+json;version=2.1',
        ...(page.length > 0 && {
          'X-TAXII-Date-Added-First': page[0]!.added,
          'X-TAXII-Date-Added-Last': page.at(-1)!.added,
        }),
      },
      body: JSON.stringify({
        more,
        ...(more && double.paging === 'next' && { next: token }),
        objects: page.map(({ object }) => object),
      }),
    };
  }

  const respond: RequestListener = (request, response) => {
    double.requests.push({ path: request.url ?? '', headers: request.headers });
    const { status, headers = {}, body = '' } = double.faults.shift() ?? answer(request.url ?? '', request.headers);
    response.writeHead(status, headers).end(body);
  };
  const server = plain ? createPlainServer(respond) : createServer({ key, cert }, respond);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return Object.assign(double, {
    url: `${plain ? 'http://127.0.0.1' : 'https://localhost'}:${(server.address() as AddressInfo).port}`,
    ca: readFileSync(caPath, 'utf8'),
    folder,
    forgetTokens: () => tokens.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
