import { logTables } from '../../../shared/adapters/logs/logTables';
import { logReaderKey } from '../../../shared/core/documentIds';
import { createIngest } from '../../../shared/flows/ingestTelemetry';
import type { Ports } from '../../../shared/flows/ports';
import { findBlobs } from '../../../shared/flows/readers/findBlobs';
import { readBlob } from '../../../shared/flows/readers/readBlob';
import { readTable } from '../../../shared/flows/readers/readTable';
import type { LogSource } from '../../../shared/model/logReader';
import { type LogAnalyticsApi, startLogAnalyticsApi } from '../../doubles/logAnalytics/logAnalyticsApi';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';
import { batchOf, storedEvents, units } from '../support/ingestWorld';
import { Crash, dying } from './crash';
import { flowLogStore } from './flowLogStore';

const minute = 60_000;
const logAnalyticsId = '00000000-0000-0000-0000-0000000000a1';
const table = { kind: 'readTable', reader: 'logs', table: 'Syslog' } as const;

async function world(source: LogSource): Promise<MemoryPorts> {
  const memory = memoryPorts();
  const reader = { name: 'logs', enabled: true, since: memory.clock.now.toISOString(), source };
  await memory.ports.readers.saveReader({ kind: 'logReader', ...logReaderKey('logs'), workspaceId: 'default', reader });
  return memory;
}

/** What ingest stores of all that was sent, and what it drops. */
async function ingested({ ports, forwarded, clock }: MemoryPorts) {
  const ingest = createIngest(ports, units);
  const enqueuedAt = clock.now.toISOString();
  return ingest(batchOf(forwarded.map(({ body }, sequence) => ({ body, sequence, enqueuedAt, properties: {} }))));
}

async function die(act: (ports: Ports) => Promise<unknown>, ports: Ports, call: number): Promise<void> {
  await expect(act(dying(ports, { call, late: true }))).rejects.toThrow(Crash);
}

describe('a table', () => {
  let api: LogAnalyticsApi;
  beforeAll(async () => {
    api = await startLogAnalyticsApi();
  });
  afterAll(() => api.close());

  test('with more rows than an answer holds, through waiting, crashes and late rows, is stored with each row once', async () => {
    const memory = await world({ type: 'logAnalytics', logAnalyticsId, tables: ['Syslog'], lateMinutes: 10 });
    const { ports, clock } = memory;
    const start = clock.now.getTime();
    ports.logTables = logTables(
      { LOG_ANALYTICS_ENDPOINT: api.endpoint, blobs: { connectionString: '' } },
      {
        credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
        maxRows: 500,
        tlsOptions: { ca: api.ca },
      },
    );
    const row = (at: number) => ({
      ingestedAt: new Date(start + at * 200).toISOString(),
      values: [new Date(start - at).toISOString(), 'web-1', `line ${at}`, 'Syslog'],
    });
    const columns = ['TimeGenerated', 'Computer', 'SyslogMessage', 'Type'].map((name) => ({ name, type: 'string' }));
    const rows = Array.from({ length: 1_200 }, (_, at) => row(at));
    const late = rows.splice(700, 7);
    api.tables.set('Syslog', { columns, rows });
    const pass = (minutes: number): void => void (clock.now = new Date(clock.now.getTime() + minutes * minute));

    pass(6);
    api.faults.push({ status: 429, headers: { 'retry-after': '30' } });
    expect(await readTable(ports, table)).toMatchObject({ outcome: 'throttled' });
    pass(1);
    await die((dead) => readTable(dead, table), ports, 6);
    pass(3);
    expect(await readTable(ports, table)).toMatchObject({ outcome: 'read' });
    rows.push(...late);
    pass(3);
    expect(await readTable(ports, table)).toMatchObject({ outcome: 'read' });

    const summary = await ingested(memory);
    expect(summary.stored).toBe(1_200);
    expect(summary.duplicates).toBeGreaterThan(0);
    expect(summary.quarantined).toBe(0);
    const events = await storedEvents(memory.pages);
    expect(new Set(events.map(({ fields }) => fields['SyslogMessage'])).size).toBe(1_200);
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(['logAnalyticsRows']));
  }, 60_000);
});

test('a flow log, read through a crash, is stored with each flow once', async () => {
  const container = 'insights-logs-flowlogflowevent';
  const memory = await world({
    type: 'flowLogs',
    storageUrl: 'https://logs.blob.core.windows.net',
    containers: [container],
  });
  const { ports, clock } = memory;
  const store = flowLogStore();
  ports.flowLogBlobs = store;
  const record = (at: number): string => {
    const flowTuples = [`${clock.now.getTime() + at},198.51.100.7,10.0.0.4,${at},22,6,I,D,NX,0,0,0,0`];
    const flowRecords = { flows: [{ aclID: 'a', flowGroups: [{ rule: 'r', flowTuples }] }] };
    return JSON.stringify({
      time: clock.now.toISOString(),
      category: 'FlowLogFlowEvent',
      macAddress: 'm',
      flowRecords,
    });
  };
  const records = Array.from({ length: 40 }, (_, at) => record(at));
  const blob = 'flowLogResourceID=/F/y=2026/m=11/d=21/h=12/m=00/macAddress=m/PT1H.json';
  store.write(blob, records.slice(0, 25));
  await findBlobs(ports, { kind: 'findBlobs', reader: 'logs', container });
  expect(memory.work.map(({ message }) => message)).toEqual([{ kind: 'readBlob', reader: 'logs', container, blob }]);
  const read = (alive: Ports) => readBlob(alive, { kind: 'readBlob', reader: 'logs', container, blob });
  await die(read, ports, 3);
  store.write(blob, records);
  clock.now = new Date(clock.now.getTime() + 3 * minute);
  expect(await read(ports)).toEqual({ outcome: 'read', records: 40 });
  const summary = await ingested(memory);
  expect([summary.events, summary.quarantined]).toEqual([40, 0]);
  expect(summary.duplicates).toBe(25);
  expect((await storedEvents(memory.pages)).map(({ fields }) => fields['SrcPort'])).toEqual(records.map((_, at) => at));
});
