import { logTables } from '../../../shared/adapters/logs/logTables';
import type { LogTables } from '../../../shared/flows/ports/readers';
import { type LogAnalyticsApi, startLogAnalyticsApi } from '../../doubles/logAnalytics/logAnalyticsApi';

let api: LogAnalyticsApi;
let tables: LogTables;
const logAnalyticsId = '00000000-0000-0000-0000-0000000000a1';
const slice = { from: '2026-11-21T08:00:00.000Z', to: '2026-11-21T08:05:00.000Z' };
const ask = { logAnalyticsId, table: 'Syslog', slice };

beforeAll(async () => {
  api = await startLogAnalyticsApi();
  tables = logTables(
    { LOG_ANALYTICS_ENDPOINT: api.endpoint, blobs: { connectionString: '' } },
    {
      credential: {
        getToken: async (scope) => ({ token: `for ${String(scope)}`, expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      tlsOptions: { ca: api.ca },
    },
  );
});
afterAll(() => api.close());

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Computer', type: 'string' },
  { name: 'Details', type: 'dynamic' },
  { name: 'Count', type: 'long' },
  { name: 'Type', type: 'string' },
];
const row = (ingestedAt: string, computer: string, count: number | null = null) => ({
  ingestedAt,
  values: ['2026-11-20T01:02:03.1234567Z', computer, '{"a":[1]}', count, 'Syslog'],
});

beforeEach(() => {
  api.requests.length = 0;
  api.faults.length = 0;
  api.tables.clear();
  api.tables.set('Syslog', {
    columns,
    rows: [
      row('2026-11-21T07:59:59.999Z', 'a'),
      row(slice.from, 'b', 7),
      row('2026-11-21T08:04:59.999Z', ''),
      row(slice.to, 'd'),
    ],
  });
});

test('rows of a slice come as data export writes them: times in full, dynamic values open, nothing that is empty', async () => {
  const texts = await tables.rows(ask);
  const common = { TimeGenerated: '2026-11-20T01:02:03.1234567Z', Details: { a: [1] }, Type: 'Syslog' };
  expect(texts!.map((text) => JSON.parse(text))).toEqual([{ ...common, Computer: 'b', Count: 7 }, common]);
});

test('the request is what the API documents: token, time span around old events, time limit', async () => {
  await tables.rows(ask);
  expect(api.requests).toEqual([
    {
      path: `/v1/workspaces/${logAnalyticsId}/query`,
      authorization: `Bearer for ${api.endpoint}/.default`,
      prefer: 'wait=60',
      query:
        'Syslog\n| where ingestion_time() >= datetime(2026-11-21T08:00:00.000Z) and ingestion_time() < datetime(2026-11-21T08:05:00.000Z)' +
        "\n| extend _ItemId = column_ifexists('_ItemId', '')" +
        '\n| take 10001',
      timespan: '2025-11-20T08:00:00.000Z/2026-11-24T08:05:00.000Z',
    },
  ]);
});

test('shares of a slice make the slice', async () => {
  const shares = await Promise.all(
    Array.from({ length: 64 }, (_, index) => tables.rows({ ...ask, share: { index, of: 64 } })),
  );
  expect(shares.flat()).toHaveLength(2);
});

test('slices are counted in one request', async () => {
  const other = { from: slice.to, to: '2026-11-21T09:00:00.000Z' };
  expect(await tables.counts(logAnalyticsId, 'Syslog', [slice, other])).toEqual([2, 1]);
  expect(api.requests).toHaveLength(1);
});

test('more rows than one answer holds are no answer', async () => {
  const rows = Array.from({ length: 10_001 }, () => row(slice.from, 'many'));
  api.tables.set('Syslog', { columns, rows });
  expect(await tables.rows(ask)).toBeUndefined();
});

test('a partial answer and a query that took too long are no answer', async () => {
  const error = {
    code: 'PartialError',
    message: 'There were some errors when processing your query.',
    details: [{ code: 'EngineError', message: 'Query result set has exceeded the internal data size limit 104857600' }],
  };
  const primary = { name: 'PrimaryResult', columns, rows: [row(slice.from, 'b').values] };
  api.faults.push({ status: 200, body: { tables: [primary], error } }, { status: 504 });
  expect(await tables.rows(ask)).toBeUndefined();
  expect(await tables.rows(ask)).toBeUndefined();
});

test('a partial count is an error', async () => {
  api.faults.push({ status: 200, body: { tables: [], error: { code: 'PartialError', message: 'x' } } });
  await expect(tables.counts(logAnalyticsId, 'Syslog', [slice])).rejects.toThrow('in part only');
});

test.each([
  [{ status: 429, headers: { 'retry-after': '120' } }, 120],
  [{ status: 429 }, 60],
  [{ status: 503, headers: { 'retry-after': '5' } }, 5],
  [{ status: 429, headers: { 'retry-after': '999999' } }, 3_600],
])('%j asks to wait %d s, and is not repeated meanwhile', async (fault, retryAfterSeconds) => {
  api.faults.push(fault);
  await expect(tables.rows(ask)).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds });
  expect(api.requests).toHaveLength(1);
});

test('503 without a time is an error like any other', async () => {
  api.faults.push({ status: 503 });
  await expect(tables.rows(ask)).rejects.toMatchObject({ name: 'RestError', statusCode: 503 });
});

test.each([
  [{ status: 403, body: { error: { code: 'InsufficientAccessError', message: 'no' } } }, 'Forbidden'],
  [{ status: 404, body: { error: { code: 'PathNotFoundError', message: 'no' } } }, 'WorkspaceNotFound'],
  [{ status: 400, body: { error: { code: 'BadArgumentError', message: 'no' } } }, 'QueryRefused'],
])('%j is rejected as %s', async (fault, code) => {
  api.faults.push(fault);
  await expect(tables.rows(ask)).rejects.toMatchObject({ name: 'Rejected', code });
});

test('a table that does not exist is told by its name', async () => {
  await expect(tables.rows({ ...ask, table: 'Nothing_CL' })).rejects.toMatchObject({
    code: 'TableNotFound',
    message: expect.stringContaining('Nothing_CL') as string,
  });
  await expect(tables.counts(logAnalyticsId, 'Nothing_CL', [slice])).rejects.toMatchObject({ code: 'TableNotFound' });
});
