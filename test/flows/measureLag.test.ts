import { createLagMeter } from '../../shared/flows/measureLag';
import type { HubPositionDocument } from '../../shared/model/ingestMetrics';
import { memoryPorts } from '../doubles/memoryPorts';

const position: HubPositionDocument = {
  kind: 'hubPosition',
  pk: 'positions',
  id: 'partition|0',
  workspaceId: 'w',
  partitionId: '0',
  sequence: 9,
  enqueuedAt: '2026-11-21T11:59:00.000Z',
  doneAt: '2026-11-21T11:59:01.000Z',
};

function world() {
  const memory = memoryPorts();
  memory.hub.ends.push(
    { partitionId: '0', firstSequence: 0, lastSequence: 12, lastEnqueuedAt: '2026-11-21T11:59:30.000Z' },
    { partitionId: '1', firstSequence: 0, lastSequence: 4, lastEnqueuedAt: '2026-11-21T11:59:30.000Z' },
  );
  return { ...memory, measure: createLagMeter(memory.ports) };
}

test('OpenTelemetry hears how far the hub is ahead of each partition', async () => {
  const { ports, measure, metered } = world();
  await ports.metrics.reached(position);
  expect(await measure()).toEqual({ partitions: 2, lagMessages: 8, lagSeconds: 60 });
  expect(metered.lags).toEqual([
    [
      { partitionId: '0', messages: 3, seconds: 60 },
      { partitionId: '1', messages: 5 },
    ],
  ]);
});

test('the lag grows while the store is down: then nothing gets done', async () => {
  const { ports, measure, metered, clock, hub, log } = world();
  await ports.metrics.reached(position);
  await measure();
  ports.metrics.positions = () => Promise.reject(new Error('down'));
  clock.now = new Date('2026-11-21T12:10:00.000Z');
  hub.ends[0]!.lastSequence = 100;
  await measure();
  expect(metered.lags[1]![0]).toEqual({ partitionId: '0', messages: 91, seconds: 660 });
  expect(log).toMatchObject([{ level: 'warn' }]);
});

test('a hub that does not answer fails the measurement, so that no figure is made up', async () => {
  const { ports, measure, metered } = world();
  ports.telemetryHub.partitions = () => Promise.reject(new Error('away'));
  await expect(measure()).rejects.toThrow('away');
  expect(metered.lags).toEqual([]);
});
