import { createIngestMeter } from '../../shared/flows/ingestMeter';
import type { MetricStore } from '../../shared/flows/ports/metrics';
import { readMetrics } from '../../shared/flows/readMetrics';
import type { RecordCount } from '../../shared/model/recordCount';
import { memoryPorts } from '../doubles/memoryPorts';

const stored = (records: number): RecordCount => ({ workspaceId: 'w', source: 'a', outcome: 'stored', records });
const batch = (records: number, sequence = 1) => ({
  partitionId: '0',
  sequence,
  enqueuedAt: '2026-11-21T11:59:59.000Z',
  counts: records > 0 ? [stored(records)] : [],
});

function world(instance = 'i', memory = memoryPorts()) {
  const due: (() => void)[] = [];
  const meter = createIngestMeter(memory.ports, { instance, workspaceId: 'w', later: (_, act) => void due.push(act) });
  const totals = async () => (await readMetrics(memory.ports, 1)).totals;
  return { ...memory, meter, due, totals, memory };
}

/** Fails or loses the answer of the next writes. */
function breaking(store: MetricStore): { store: MetricStore; next: ('refused' | 'answerLost')[] } {
  const next: ('refused' | 'answerLost')[] = [];
  const save: MetricStore['save'] = async (rows) => {
    const fault = next.shift();
    if (fault !== 'refused') await store.save(rows);
    if (fault) throw new Error(fault);
  };
  return { store: { ...store, save }, next };
}

test('batches are written together, some time later and once', async () => {
  const { meter, due, totals, metered } = world();
  meter.counted(batch(2));
  meter.counted(batch(3, 2));
  expect(due).toHaveLength(1);
  expect((await totals()).received).toBe(0);
  due[0]!();
  await meter.flush();
  expect(await totals()).toEqual({ received: 5, stored: 5, duplicates: 0, quarantined: 0 });
  expect(metered.records).toEqual([stored(2), stored(3)]);
  meter.counted(batch(1, 3));
  expect(due).toHaveLength(2);
});

test.each(['refused', 'answerLost'] as const)('a write that was %s counts once in the end', async (fault) => {
  const memory = memoryPorts();
  const { store, next } = breaking(memory.ports.metrics);
  memory.ports.metrics = store;
  const { meter, due, totals, log } = world('i', memory);
  meter.counted(batch(2));
  next.push(fault);
  await meter.flush();
  expect(log).toMatchObject([{ level: 'warn' }]);
  meter.counted(batch(3, 2));
  expect(due.length).toBeGreaterThan(0);
  await meter.flush();
  await meter.flush();
  expect((await totals()).stored).toBe(5);
  expect(await memory.ports.metrics.positions()).toMatchObject([{ sequence: 2 }]);
});

test('minutes and days that are over are kept as they were', async () => {
  const { meter, clock, totals, memory } = world();
  meter.counted(batch(1));
  await meter.flush();
  clock.now = new Date('2026-11-22T00:00:10.000Z');
  meter.counted(batch(10, 2));
  await meter.flush();
  expect((await totals()).stored).toBe(10);
  expect((await readMetrics(memory.ports, 2)).totals.stored).toBe(11);
  expect((await readMetrics(memory.ports, 1)).rates.oneMinute).toBeCloseTo(10 / 60, 2);
});

test('instances add up', async () => {
  const one = world('one');
  const two = world('two', one.memory);
  one.meter.counted(batch(1));
  two.meter.counted(batch(2, 2));
  await Promise.all([one.meter.flush(), two.meter.flush()]);
  expect((await one.totals()).stored).toBe(3);
});

test('a batch without records moves the position only', async () => {
  const { meter, memory, totals } = world();
  meter.counted(batch(0, 7));
  await meter.flush();
  expect(await memory.ports.metrics.positions()).toMatchObject([{ partitionId: '0', sequence: 7 }]);
  expect((await totals()).received).toBe(0);
});

test('the lag is not known while the hub does not answer, and the rest is', async () => {
  const { meter, memory } = world();
  meter.counted(batch(2));
  await meter.flush();
  memory.ports.telemetryHub = { ...memory.ports.telemetryHub, partitions: () => Promise.reject(new Error('away')) };
  expect(await readMetrics(memory.ports, 1)).toMatchObject({
    hub: 'unreachable',
    totals: { stored: 2 },
    partitions: [{ doneSequence: 1, lagMessages: null }],
  });
  expect(memory.log).toMatchObject([{ level: 'warn' }]);
});
