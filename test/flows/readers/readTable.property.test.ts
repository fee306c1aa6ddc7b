import * as fc from 'fast-check';
import { logReaderKey } from '../../../shared/core/documentIds';
import type { LogTables } from '../../../shared/flows/ports/readers';
import { readTable } from '../../../shared/flows/readers/readTable';
import type { LogReader, TableCursor } from '../../../shared/model/logReader';
import { memoryPorts } from '../../doubles/memoryPorts';
import { Crash, dying } from './crash';

const minute = 60_000;
const start = Date.parse('2026-11-21T08:00:00.000Z');
const lateMinutes = 10;
const part = { kind: 'table', logAnalyticsId: '00000000-0000-0000-0000-0000000000a1', table: 'Syslog' } as const;

interface Row {
  id: number;
  ingestedAt: number;
  visibleAt: number;
}

/** A table whose answers hold at most three rows. */
function tableOf(rows: Row[], now: () => Date): LogTables {
  const visible = (from: string, to: string): Row[] =>
    rows.filter(
      ({ ingestedAt, visibleAt }) =>
        ingestedAt >= Date.parse(from) && ingestedAt < Date.parse(to) && visibleAt <= now().getTime(),
    );
  return {
    async rows({ slice, share }) {
      const found = visible(slice.from, slice.to).filter(({ id }) => !share || id % share.of === share.index);
      return found.length > 3 ? undefined : found.map(({ id }) => JSON.stringify({ Type: 'Syslog', id }));
    },
    counts: async (_id, _table, slices) => slices.map(({ from, to }) => visible(from, to).length),
  };
}

const reader: LogReader = {
  name: 'logs',
  enabled: true,
  since: new Date(start).toISOString(),
  source: { type: 'logAnalytics', logAnalyticsId: part.logAnalyticsId, tables: ['Syslog'], lateMinutes },
};

const anyRow = fc.record({
  // Few different instants: batches share theirs.
  ingestedAt: fc.integer({ min: 0, max: 600 }).map((at) => start + at * 3_001),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: lateMinutes * minute })),
});
const anyRun = fc.record({
  pause: fc.integer({ min: 1, max: 20 * minute }),
  death: fc.option(fc.record({ call: fc.integer({ min: 0, max: 25 }), late: fc.boolean() })),
});

test('every row is sent, whenever it becomes visible in time and wherever the reader dies; positions only move forward', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 40 }), fc.array(anyRun, { maxLength: 8 }), async (given, runs) => {
      const rows = given.map(({ ingestedAt, delay }, id): Row => ({ id, ingestedAt, visibleAt: ingestedAt + delay }));
      const memory = memoryPorts();
      const { ports, clock } = memory;
      ports.logTables = tableOf(rows, () => clock.now);
      clock.now = new Date(start);
      await ports.readers.saveReader({ kind: 'logReader', ...logReaderKey('logs'), workspaceId: 'w', reader });
      let reached = '';
      const run = async (death: { call: number; late: boolean } | null): Promise<void> => {
        try {
          await readTable(death ? dying(ports, death) : ports, { kind: 'readTable', reader: 'logs', table: 'Syslog' });
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
        const cursor = (await ports.readers.position('logs', part))?.cursor as TableCursor | undefined;
        expect((cursor?.next ?? '') >= reached).toBe(true);
        reached = cursor?.next ?? reached;
      };
      for (const { pause, death } of runs) {
        clock.now = new Date(clock.now.getTime() + pause);
        await run(death);
      }
      // Time passes until everything is visible and looked at.
      clock.now = new Date(Math.max(clock.now.getTime(), start + 40 * minute));
      for (let more = 0; more < 12; more += 1) {
        clock.now = new Date(clock.now.getTime() + 5 * minute);
        await run(null);
      }
      const sent = memory.forwarded.flatMap(({ body }) => (JSON.parse(String(body)) as { records: Row[] }).records);
      expect([...new Set(sent.map(({ id }) => id))].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
      expect(new Set(memory.forwarded.map(({ partitionKey }) => partitionKey)).size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 150 },
  );
});

test('without crashes and late rows nothing is sent twice', async () => {
  const rows = Array.from({ length: 50 }, (_, id) => ({
    id,
    ingestedAt: start + id * 7_919,
    visibleAt: start + id * 7_919,
  }));
  const memory = memoryPorts();
  memory.ports.logTables = tableOf(rows, () => memory.clock.now);
  await memory.ports.readers.saveReader({ kind: 'logReader', ...logReaderKey('logs'), workspaceId: 'w', reader });
  for (let at = 1; at < 20; at += 1) {
    memory.clock.now = new Date(start + at * 2 * minute);
    await readTable(memory.ports, { kind: 'readTable', reader: 'logs', table: 'Syslog' });
  }
  const sent = memory.forwarded.flatMap(({ body }) => (JSON.parse(String(body)) as { records: Row[] }).records);
  expect(sent.map(({ id }) => id).sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
  const position = await memory.ports.readers.position('logs', part);
  expect(position).toMatchObject({ records: 50, readAt: memory.clock.now.toISOString() });
  expect(position).not.toHaveProperty('heldUntil');
});
