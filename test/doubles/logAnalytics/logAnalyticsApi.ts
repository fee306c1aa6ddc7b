import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';

/** What a table of a workspace holds. */
export interface TableDouble {
  columns: { name: string; type: string }[];
  /** Ingestion time (ISO) and the values of one row. */
  rows: { ingestedAt: string; values: unknown[] }[];
}

/** An answer out of turn. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  body?: object;
}

export interface LogAnalyticsApi {
  endpoint: string;
  ca: string;
  tables: Map<string, TableDouble>;
  /** Of the next answers, in order. */
  faults: Fault[];
  requests: { path: string; authorization: string; prefer: string; query: string; timespan: string }[];
  close(): Promise<void>;
}

/**
 * The query API of Log Analytics as documented: `POST /v1/workspaces/{id}/query` with `{query, timespan}` answers `{tables: [{name,
 * columns, rows}]}`, beside it `error` when the answer is partial. It knows the queries that Skywarden asks, and no other.
 */
export async function startLogAnalyticsApi(): Promise<LogAnalyticsApi> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-logs-'));
  const { caPath, key, cert } = await ensureCertificates(folder);
  const tables = new Map<string, TableDouble>();
  const faults: Fault[] = [];
  const requests: LogAnalyticsApi['requests'] = [];
  const server: Server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { query, timespan } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; timespan: string };
      const { authorization = '', prefer } = request.headers;
      requests.push({ path: request.url ?? '', authorization, prefer: String(prefer), query, timespan });
      const { status, headers = {}, body = {} } = faults.shift() ?? answerOf(query, tables);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: readFileSync(caPath, 'utf8'),
    tables,
    faults,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const slicePattern = /ingestion_time\(\) >= datetime\(([^)]+)\) and ingestion_time\(\) < datetime\(([^)]+)\)/;

function answerOf(query: string, tables: Map<string, TableDouble>): Fault {
  const [name = '', ...steps] = query.split('\n| ');
  const table = tables.get(name);
  if (!table) return unknownTable(name);
  let { rows, columns } = table;
  for (const step of steps) {
    if (step.startsWith('where ingestion_time')) rows = rows.filter(isIn(step));
    else if (step.startsWith('where hash(')) rows = rows.filter((_row, at) => step.endsWith(`64) == ${at % 64}`));
    else if (step.startsWith('extend ')) continue;
    else if (step.startsWith('take ')) rows = rows.slice(0, Number(step.slice(5)));
    else if (step.startsWith('summarize ')) {
      const counts = step.split(/, (?=s\d)/).map((part) => rows.filter(isIn(part)).length);
      columns = counts.map((_count, at) => ({ name: `s${at}`, type: 'long' }));
      rows = [{ ingestedAt: '', values: counts }];
    } else return { status: 400, body: { error: { code: 'BadArgumentError', message: 'Not a query of Skywarden' } } };
  }
  const primary = { name: 'PrimaryResult', columns, rows: rows.map(({ values }) => values) };
  return { status: 200, body: { tables: [primary] } };
}

function isIn(text: string): (row: { ingestedAt: string }) => boolean {
  const [, from, to] = slicePattern.exec(text)!;
  return ({ ingestedAt }) => ingestedAt >= from! && ingestedAt < to!;
}

const unknownTable = (name: string): Fault => ({
  status: 400,
  body: {
    error: {
      message: 'The request had some invalid properties',
      code: 'BadArgumentError',
      innererror: {
        code: 'SemanticError',
        message: 'A semantic error occurred.',
        innererror: {
          code: 'SEM0100',
          message: `'where' operator: Failed to resolve table or column expression named '${name}'`,
        },
      },
    },
  },
});
