import * as fc from 'fast-check';
import { logReaderKey } from '../../../shared/core/documentIds';
import type { WorkMessage } from '../../../shared/flows/ports/queues';
import { findBlobs } from '../../../shared/flows/readers/findBlobs';
import { readBlob } from '../../../shared/flows/readers/readBlob';
import type { LogReader } from '../../../shared/model/logReader';
import { memoryPorts } from '../../doubles/memoryPorts';
import { Crash, dying } from './crash';
import { flowLogStore } from './flowLogStore';

const minute = 60_000;
const start = Date.parse('2026-11-21T22:30:00.000Z');
const container = 'insights-logs-flowlogflowevent';
const reader: LogReader = {
  name: 'flows',
  enabled: true,
  since: new Date(start).toISOString(),
  source: { type: 'flowLogs', storageUrl: 'https://logs.blob.core.windows.net', containers: [container] },
};

const nameOf = (time: number, mac: number): string => {
  const [year, month, day, hour] = new Date(time).toISOString().split(/[-T:]/);
  return `flowLogResourceID=/F/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/macAddress=00000000000${mac}/PT1H.json`;
};

const anyStep = fc.record({
  pause: fc.integer({ min: minute, max: 50 * minute }),
  /** Appended to the log of that interface for the hour it is then. */
  records: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 4 }),
  death: fc.option(fc.record({ call: fc.integer({ min: 0, max: 20 }), late: fc.boolean() })),
});

test('every record is sent in the order of its blob, wherever the reader dies, and positions of hours that are over go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 10 }), async (steps) => {
      const memory = memoryPorts();
      const { ports, clock } = memory;
      const store = flowLogStore();
      ports.flowLogBlobs = store;
      clock.now = new Date(start);
      await ports.readers.saveReader({ kind: 'logReader', ...logReaderKey('flows'), workspaceId: 'w', reader });
      const written = new Map<string, string[]>();
      let next = 0;

      /** The queue keeps what was not done to its end. */
      const queue: WorkMessage[] = [];
      const tick = async (death: { call: number; late: boolean } | null): Promise<void> => {
        queue.push({ kind: 'findBlobs', reader: 'flows', container });
        const alive = death ? dying(ports, death) : ports;
        try {
          while (queue.length > 0) {
            const message = queue[0]!;
            if (message.kind === 'findBlobs') await findBlobs(alive, message);
            if (message.kind === 'readBlob') await readBlob(alive, message);
            queue.shift();
            queue.push(...memory.work.splice(0).map(({ message: sent }) => sent));
          }
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          queue.push(...memory.work.splice(0).map(({ message: sent }) => sent));
        }
      };
      for (const { pause, records, death } of steps) {
        clock.now = new Date(clock.now.getTime() + pause);
        for (const mac of records) {
          const name = nameOf(clock.now.getTime(), mac);
          written.set(name, [...(written.get(name) ?? []), `{"id":${next++},"mac":${mac}}`]);
          store.write(name, written.get(name)!);
        }
        await tick(death);
      }
      for (let more = 0; more < 5; more += 1) {
        clock.now = new Date(clock.now.getTime() + 60 * minute);
        await tick(null);
      }
      const sent = memory.forwarded.flatMap(({ body }) => (JSON.parse(String(body)) as { records: object[] }).records);
      const firsts = [...new Set(sent.map((record) => JSON.stringify(record)))];
      // After a death a later hour may be read before an earlier one: blobs keep their own order only.
      for (const records of written.values()) expect(firsts.filter((text) => records.includes(text))).toEqual(records);
      expect(firsts).toHaveLength(next);
      const positions = await ports.readers.positions('flows');
      expect(positions.filter(({ part }) => part.kind === 'blob')).toEqual([]);
      const deaths = steps.filter(({ death }) => death !== null).length;
      expect(deaths > 0 || sent.length === next).toBe(true);
    }),
    { numRuns: 150 },
  );
});
