import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';
import type { JsonObject } from '../../../shared/model/json';
import { answerQuery } from './resourceGraph';

/** An answer out of turn. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  body?: object;
}

export interface AskedRequest {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: JsonObject | undefined;
}

export interface AzureApi {
  endpoint: string;
  /** Gives tokens as App Service does for a managed identity. */
  identityEndpoint: string;
  caPath: string;
  ca: string;
  /** Rows of Resource Graph by table. */
  tables: Map<string, JsonObject[]>;
  /** What GET answers, by path without its query; a list is a collection. */
  resources: Map<string, JsonObject | JsonObject[]>;
  /** Of the next answers, in order; `match` leaves other requests alone. */
  faults: (Fault & { match?: string })[];
  /** Headers of every answer of Resource Graph. */
  graphHeaders: Record<string, string>;
  /** Rows that an answer says exist beyond those it gives. */
  hiddenRows: number;
  requests: AskedRequest[];
  close(): Promise<void>;
}

/**
 * What Skywarden asks of Azure, as documented: `POST /providers/Microsoft.ResourceGraph/resources`, GET of Resource Manager (404 with
 * `ResourceNotFound`) and of Microsoft Graph (collections with `value` and a next link). It knows those queries, and no other.
 */
export async function startAzureApi(): Promise<AzureApi> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-azure-'));
  const { caPath, key, cert } = await ensureCertificates(folder);
  const state: Omit<AzureApi, 'endpoint' | 'identityEndpoint' | 'close'> = {
    caPath,
    ca: readFileSync(caPath, 'utf8'),
    tables: new Map(),
    resources: new Map(),
    faults: [],
    graphHeaders: {},
    hiddenRows: 0,
    requests: [],
  };
  const api = state as AzureApi;
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const asked: AskedRequest = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text ? (JSON.parse(text) as JsonObject) : undefined,
      };
      api.requests.push(asked);
      const { status, headers = {}, body = {} } = faultOf(api, asked) ?? answer(api, asked);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  const identity = createPlainServer((_request, response) => {
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    const token = { access_token: 'token', expires_on: String(expires), resource: '', token_type: 'Bearer' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token));
  });
  api.endpoint = `https://localhost:${await listen(server)}`;
  api.identityEndpoint = `http://127.0.0.1:${await listen(identity)}/msi/token`;
  api.close = async () => {
    for (const one of [server, identity]) {
      one.closeAllConnections();
      await new Promise((closed) => one.close(closed));
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return api;
}

async function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

function faultOf(api: AzureApi, { url, body }: AskedRequest): Fault | undefined {
  const about = `${url} ${JSON.stringify(body ?? '')}`;
  const at = api.faults.findIndex(({ match }) => match === undefined || about.includes(match));
  return at < 0 ? undefined : api.faults.splice(at, 1)[0];
}

function answer(api: AzureApi, { method, url, body }: AskedRequest): Fault {
  const { pathname, searchParams } = new URL(url, api.endpoint);
  const path = decodeURIComponent(pathname);
  if (path.endsWith('/providers/Microsoft.ResourceGraph/resources')) {
    if (method !== 'POST' || !searchParams.has('api-version') || !body) return { status: 400 };
    const answered = answerQuery(api.tables, body, api.hiddenRows);
    return { ...answered, headers: api.graphHeaders };
  }
  const found = api.resources.get(path.toLowerCase());
  if (!found) return { status: 404, body: { error: { code: 'ResourceNotFound', message: 'It was not found.' } } };
  if (!Array.isArray(found)) return { status: 200, body: found };
  const skip = Number(searchParams.get('skip') ?? 0);
  const value = found.slice(skip, skip + 2);
  const next = `${api.endpoint}${pathname}?api-version=1&skip=${skip + 2}`;
  const link = path.startsWith('/v1.0/') ? '@odata.nextLink' : 'nextLink';
  return { status: 200, body: { value, ...(skip + 2 < found.length && { [link]: next }) } };
}
