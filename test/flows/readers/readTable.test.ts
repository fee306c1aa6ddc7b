import { logReaderKey } from '../../../shared/core/documentIds';
import type { DoorMessage } from '../../../shared/flows/ports/door';
import type { LogTables } from '../../../shared/flows/ports/readers';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { enqueueReads } from '../../../shared/flows/readers/enqueueReads';
import { readTable } from '../../../shared/flows/readers/readTable';
import type { LogReader } from '../../../shared/model/logReader';
import { Rejected } from '../../../shared/model/rejected';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';

const part = { kind: 'table', logAnalyticsId: '00000000-0000-0000-0000-0000000000a1', table: 'Syslog' } as const;
const message = { kind: 'readTable', reader: 'logs', table: 'Syslog' } as const;
const reader: LogReader = {
  name: 'logs',
  enabled: true,
  since: '2026-11-21T11:50:00.000Z',
  source: { type: 'logAnalytics', logAnalyticsId: part.logAnalyticsId, tables: ['Syslog', 'Update'], lateMinutes: 10 },
};

async function world(tables: Partial<LogTables>, changes: Partial<LogReader> = {}): Promise<MemoryPorts> {
  const memory = memoryPorts();
  memory.ports.logTables = { ...memory.ports.logTables, ...tables };
  const document = { reader: { ...reader, ...changes }, workspaceId: 'w', ...logReaderKey('logs') };
  await memory.ports.readers.saveReader({ kind: 'logReader', ...document });
  return memory;
}

test('the timer makes a piece of each table, and none of a reader that is off', async () => {
  const memory = await world({});
  expect(await enqueueReads(memory.ports)).toEqual({ readers: 1, pieces: 2 });
  expect(memory.work.map(({ message: sent }) => sent)).toEqual([message, { ...message, table: 'Update' }]);
  const off = await world({}, { enabled: false });
  expect(await enqueueReads(off.ports)).toEqual({ readers: 0, pieces: 0 });
});

test('a table that is not to be read any more ends its piece', async () => {
  const memory = await world({});
  expect(await readTable(memory.ports, { ...message, table: 'Heartbeat' })).toEqual({ outcome: 'gone' });
  expect(await readTable(memory.ports, { ...message, reader: 'other' })).toEqual({ outcome: 'gone' });
});

test('while somebody reads, nobody else does; later anybody may', async () => {
  let meanwhile: unknown;
  const memory = await world({
    rows: async () => {
      meanwhile = await readTable(memory.ports, message);
      return ['{"Type":"Syslog"}'];
    },
  });
  expect(await readTable(memory.ports, message)).toEqual({ outcome: 'read', records: 2 });
  expect(meanwhile).toEqual({ outcome: 'busy' });
});

test('who was too slow loses against who took over, and ends', async () => {
  let calls = 0;
  const memory = await world({
    rows: async () => {
      if (calls++ > 0) return [];
      memory.clock.now = new Date(memory.clock.now.getTime() + 3 * 60_000);
      expect(await readTable(memory.ports, message)).toMatchObject({ outcome: 'read' });
      return [];
    },
  });
  expect(await readTable(memory.ports, message)).toEqual({ outcome: 'lost' });
});

test('a service that asks to wait is asked again then, and not before', async () => {
  const memory = await world({ rows: async () => Promise.reject(new Throttled(300)) });
  expect(await readTable(memory.ports, message)).toEqual({ outcome: 'throttled', retryAfterSeconds: 300 });
  expect(memory.work).toEqual([{ message, delaySeconds: 300 }]);
  memory.clock.now = new Date(memory.clock.now.getTime() + 299_000);
  expect(await readTable(memory.ports, message)).toEqual({ outcome: 'busy' });
  memory.clock.now = new Date(memory.clock.now.getTime() + 1_000);
  expect(await readTable(memory.ports, message)).toMatchObject({ outcome: 'throttled' });
});

test('an error is noted with the position, where the next success takes it away', async () => {
  const memory = await world({
    rows: async () => Promise.reject(new Rejected('TableNotFound', 'No table; see https://a/?sig=x')),
  });
  expect(await readTable(memory.ports, message)).toEqual({ outcome: 'failed', code: 'TableNotFound' });
  expect((await memory.ports.readers.position('logs', part))?.error).toEqual({
    at: memory.clock.now.toISOString(),
    code: 'TableNotFound',
    message: 'No table; see https://a/?...',
  });
  expect(memory.work).toEqual([]);
  memory.ports.logTables.rows = async () => [];
  expect(await readTable(memory.ports, message)).toMatchObject({ outcome: 'read' });
  expect(await memory.ports.readers.position('logs', part)).not.toHaveProperty('error');
});

test('a reader that is far behind goes on in another piece', async () => {
  const memory = await world({}, { since: '2026-10-21T00:00:00.000Z' });
  expect(await readTable(memory.ports, message)).toMatchObject({ outcome: 'read' });
  expect(memory.work).toEqual([{ message, delaySeconds: 0 }]);
});

test('a piece that takes long leaves the rest to another', async () => {
  const memory = await world(
    {
      rows: async () => {
        memory.clock.now = new Date(memory.clock.now.getTime() + 100_000);
        return [];
      },
    },
    { since: '2026-11-20T12:00:00.000Z' },
  );
  const begun = memory.clock.now.getTime();
  expect(await readTable(memory.ports, message)).toMatchObject({ outcome: 'read' });
  expect(memory.clock.now.getTime() - begun).toBe(300_000);
  expect(memory.work).toEqual([{ message, delaySeconds: 0 }]);
});

test('a record that no message holds goes to quarantine, and the others on', async () => {
  const memory = await world({ rows: async () => ['{"a":1}', `{"b":"${'x'.repeat(300_000)}"}`, '{"c":1}'] });
  const { door } = memory.ports;
  const send = async (sent: DoorMessage): Promise<void> => {
    if (sent.body.length > 250_000) throw new Rejected('TooLarge', 'Too large');
    await door.send(sent);
  };
  memory.ports.door = { send };
  await readTable(memory.ports, message);
  expect(memory.forwarded.slice(0, 2).map(({ body }) => String(body))).toEqual([
    '{"records":[{"a":1}]}',
    '{"records":[{"c":1}]}',
  ]);
  const [entry] = [...memory.quarantine.values()];
  expect(entry).toMatchObject({ code: 'OversizedRecord', workspaceId: 'w' });
});
