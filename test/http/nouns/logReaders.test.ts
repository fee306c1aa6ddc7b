import { logReaderKey, readerPositionKey } from '../../../shared/core/documentIds';
import type { ReaderCursor, ReaderPart } from '../../../shared/model/logReader';
import { openApi, type Api, type Reply } from '../support/api';
import { group, otherSubscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const home = () => `/subscriptions/${api.deps.home.subscriptionId}`;
const path = '/api/v1/logReaders/logs';
const logAnalyticsId = '00000000-0000-0000-0000-0000000000a1';
const storageUrl = 'https://flowlogs1.blob.core.windows.net';
const tables = { source: { type: 'logAnalytics', logAnalyticsId, tables: ['Syslog', 'Update'] } };
const flows = { source: { type: 'flowLogs', storageUrl: `${storageUrl}/` } };

beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', home());
});
afterEach(() => api.close());

const put = (body: object, headers = {}): Promise<Reply> => api.call('PUT', path, { token: admin, body, headers });

test('a reader is created, replaced, listed and removed', async () => {
  const now = api.memory.ports.now().toISOString();
  const row = {
    name: 'logs',
    enabled: true,
    since: now,
    workspaceId: 'main',
    source: { ...tables.source, lateMinutes: 10 },
  };
  const created = await put(tables);
  expect(created).toMatchObject({ status: 201, json: row });
  api.memory.clock.now = new Date(Date.parse(now) + 60_000);
  expect(await put({ ...tables, enabled: false })).toMatchObject({ status: 200, json: { enabled: false, since: now } });
  const list = await api.call('GET', '/api/v1/logReaders', { token: admin });
  expect(list.json.value).toEqual([{ ...row, enabled: false }]);
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
  expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
  expect((await api.call('GET', path, { token: admin })).status).toBe(404);
});

test('flow logs are read from the containers that Azure writes to unless others are named', async () => {
  expect((await put(flows)).json.source).toEqual({
    type: 'flowLogs',
    storageUrl,
    containers: ['insights-logs-networksecuritygroupflowevent', 'insights-logs-flowlogflowevent'],
  });
});

test.each([
  ['a table that is a query', { source: { ...tables.source, tables: ['Syslog | take 1'] } }, 'name of a table'],
  ['no table', { source: { ...tables.source, tables: [] } }, 'tables'],
  ['a table twice', { source: { ...tables.source, tables: ['A', 'A'] } }, 'twice'],
  ['a name instead of an id', { source: { ...tables.source, logAnalyticsId: 'mine' } }, 'logAnalyticsId'],
  ['rows later than repeats are known', { source: { ...tables.source, lateMinutes: 601 } }, 'lateMinutes'],
  ['another kind', { source: { type: 'ftp' } }, 'source'],
  [
    'a storage account that is none',
    { source: { type: 'flowLogs', storageUrl: 'https://192.0.2.1' } },
    'blob endpoint',
  ],
  ['a container that is none', { source: { ...flows.source, containers: ['A/B'] } }, 'name of a container'],
  ['a time long ago', { ...tables, since: '2020-01-01T00:00:00Z' }, 'last 31 days'],
  ['a time to come', { ...tables, since: '2099-01-01T00:00:00Z' }, 'last 31 days'],
  ['an unknown workspace', { ...tables, workspaceId: 'other' }, "no workspace 'other'"],
  ['an unknown member', { ...tables, key: 'secret' }, 'key'],
])('%s is refused', async (_name, body, words) => {
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(reply.text).toContain(words);
});

test('a name that is none is refused', async () => {
  expect((await api.call('PUT', '/api/v1/logReaders/a.b', { token: admin, body: tables })).status).toBe(400);
});

test('preconditions hold', async () => {
  const etag = (await put(tables)).headers['etag']!;
  expect((await put(tables, { 'if-none-match': '*' })).status).toBe(412);
  expect((await put(tables, { 'if-match': etag })).status).toBe(200);
  expect((await put(tables, { 'if-match': etag })).status).toBe(412);
  expect((await api.call('DELETE', path, { token: admin, headers: { 'if-match': etag } })).status).toBe(412);
});

test('readers of the home subscription see it; only Owner and Security Admin of it change it', async () => {
  await put(tables);
  const statusOf = async (method: string, token: string) =>
    (await api.call(method, path, { token, ...(method === 'PUT' && { body: tables }) })).status;
  const reader = await api.tokenOf('Security Reader', home());
  expect([await statusOf('GET', reader), await statusOf('PUT', reader), await statusOf('DELETE', reader)]).toEqual([
    200, 403, 403,
  ]);
  for (const scope of [otherSubscription, group]) {
    const owner = await api.tokenOf('Owner', scope);
    expect([await statusOf('PUT', owner), await statusOf('DELETE', owner)]).toEqual([403, 403]);
  }
  expect(await statusOf('GET', await api.tokenOf('Owner', otherSubscription))).toBe(403);
  expect(await statusOf('PUT', await api.tokenOf('Owner', home()))).toBe(200);
});

async function position(part: ReaderPart, cursor: ReaderCursor, more: object = {}): Promise<void> {
  await api.memory.ports.readers.savePosition({
    kind: 'readerPosition',
    ...readerPositionKey('logs', part),
    workspaceId: 'main',
    part,
    cursor,
    records: 3,
    ...more,
  });
}

const before = (seconds: number): string => new Date(api.memory.ports.now().getTime() - seconds * 1000).toISOString();

test('state says of each table how far it is, how late, and what went wrong', async () => {
  await put(tables);
  const error = { at: before(5), code: 'TableNotFound', message: 'No table' };
  await position(
    { kind: 'table', logAnalyticsId, table: 'Update' },
    { kind: 'table', next: before(90), sliceMs: 1, open: [] },
    { error },
  );
  const nothing = { readThrough: null, lagSeconds: null, readAt: null, records: 0, error: null };
  expect((await api.call('GET', path, { token: admin })).json.state).toEqual([
    { table: 'Syslog', ...nothing },
    { table: 'Update', readThrough: before(90), lagSeconds: 90, readAt: null, records: 3, error },
  ]);
});

test('state says of a container which hour it is at, and what is wrong with a blob', async () => {
  await put({ source: { ...flows.source, containers: ['flows'] } });
  const error = { at: before(5), code: 'NotAFlowLog', message: 'No log' };
  await position(
    { kind: 'container', storageUrl, container: 'flows' },
    { kind: 'container', through: before(4 * 3600) },
    { readAt: before(1) },
  );
  const blob = (name: string): ReaderPart => ({ kind: 'blob', storageUrl, container: 'flows', blob: name });
  await position(blob('a'), { kind: 'blob', offset: 1, tail: '', readLength: 1 });
  await position(blob('b'), { kind: 'blob', offset: 1, tail: '', readLength: 1 }, { error });
  expect((await api.call('GET', path, { token: admin })).json.state).toEqual([
    {
      container: 'flows',
      readThrough: before(4 * 3600),
      lagSeconds: 3600,
      readAt: before(1),
      openBlobs: 2,
      records: 6,
      error,
    },
  ]);
});

test('positions go with their reader', async () => {
  await put(tables);
  await position(
    { kind: 'table', logAnalyticsId, table: 'Syslog' },
    { kind: 'table', next: before(1), sliceMs: 1, open: [] },
  );
  await api.call('DELETE', path, { token: admin });
  expect(await api.memory.ports.readers.positions('logs')).toEqual([]);
});

test('there is an end to how many there may be', async () => {
  for (let at = 0; at < 100; at += 1) {
    const reader = {
      name: `r${at}`,
      enabled: true,
      since: before(1),
      source: { ...flows.source, type: 'flowLogs' as const, containers: ['a'] },
    };
    await api.memory.ports.readers.saveReader({
      kind: 'logReader',
      ...logReaderKey(reader.name),
      workspaceId: 'main',
      reader,
    });
  }
  expect(await put(tables)).toMatchObject({ status: 409, json: { code: 'TooManyLogReaders' } });
});
