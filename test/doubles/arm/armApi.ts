import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';
import type { JsonObject } from '../../../shared/model/json';

/** An answer out of turn. */
export interface ArmFault {
  status: number;
  headers?: Record<string, string>;
  body?: object;
}

export interface ArmApi {
  endpoint: string;
  ca: string;
  /** By id in lower case. */
  resources: Map<string, JsonObject>;
  /** Of the next answers, in order; undefined answers as usual. */
  faults: (ArmFault | undefined)[];
  /** How writes go on after their answer: at once, or as an operation that is asked about so often and ends so. */
  operation: { polls: number; status: 'Succeeded' | 'Failed'; error?: object } | undefined;
  requests: { method: string; path: string; apiVersion: string; authorization: string; body: JsonObject | undefined }[];
  close(): Promise<void>;
}

const merged = (before: JsonObject, patch: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.keys({ ...before, ...patch }).map((key) => {
      const [was, is] = [before[key], patch[key]];
      const both = isObject(was) && isObject(is);
      return [key, both ? merged(was, is) : (is ?? was ?? null)];
    }),
  );
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Resource Manager as its request contract documents it: GET, PATCH and PUT by id; a write is answered with the resource, or
 * with 202 and `Azure-AsyncOperation`, which answers `{status}` until it is `Succeeded` or `Failed`; errors are
 * `{error: {code, message}}`.
 */
export async function startArmApi(): Promise<ArmApi> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-arm-'));
  const { caPath, key, cert } = await ensureCertificates(folder);
  const resources: ArmApi['resources'] = new Map();
  const requests: ArmApi['requests'] = [];
  const operations = new Map<string, { polls: number; status: string; error?: object }>();
  const faults: ArmApi['faults'] = [];
  let next = 1;

  const server: Server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', api.endpoint);
      const text = Buffer.concat(chunks).toString();
      const body = text === '' ? undefined : (JSON.parse(text) as JsonObject);
      const [method, id] = [request.method ?? '', url.pathname.toLowerCase()];
      const { authorization = '' } = request.headers;
      requests.push({
        method,
        path: url.pathname,
        apiVersion: url.searchParams.get('api-version') ?? '',
        authorization,
        body,
      });
      const fault = faults.shift();
      const answer = (status: number, content?: object, headers: Record<string, string> = {}): void =>
        void response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(content === undefined ? '' : JSON.stringify(content));
      if (fault) return answer(fault.status, fault.body ?? {}, fault.headers);
      const running = operations.get(id);
      if (running) {
        running.polls -= 1;
        const over = running.polls <= 0;
        return answer(200, over ? { status: running.status, error: running.error } : { status: 'InProgress' }, {
          'retry-after': '0',
        });
      }
      const stored = resources.get(id);
      if (method === 'GET')
        return stored
          ? answer(200, stored)
          : answer(404, { error: { code: 'ResourceNotFound', message: 'Not there.' } });
      if (method === 'PATCH' && !stored)
        return answer(404, { error: { code: 'ResourceNotFound', message: 'Not there.' } });
      const written = method === 'PATCH' ? merged(stored!, body ?? {}) : { id: url.pathname, ...body };
      if (api.operation?.status !== 'Failed') resources.set(id, written);
      if (!api.operation) return answer(200, written);
      const operation = `/operations/${next++}`;
      operations.set(operation, { ...api.operation });
      answer(202, written, { 'azure-asyncoperation': `${api.endpoint}${operation}`, 'retry-after': '0' });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const api: ArmApi = {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: readFileSync(caPath, 'utf8'),
    resources,
    faults,
    operation: undefined,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true });
    },
  };
  return api;
}
