import fc from 'fast-check';
import { detector } from '../../shared/core/detect/stateful/rdpConnections';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { observeSignals } from '../../shared/flows/observeSignals';
import type { Ports } from '../../shared/flows/ports';
import type { Signal } from '../../shared/core/detect/signal';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { alertsOf, days, messagesOf, rdpDay, run, spreadOver, unitsOf, usualMinutes } from './support/anomalyWorld';
import { Crash, type Fate, faultyPorts } from './support/faultyPorts';
import { batchOf, home } from './support/ingestWorld';

const messages = messagesOf([
  ...days(9, () => usualMinutes),
  ...rdpDay(9, spreadOver(30, 100, 200)),
  ...rdpDay(8, [1_439, 1_439.5]),
  ...rdpDay(9, spreadOver(10, 200, 230)),
]);
const key =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.network/networksecuritygroups/nsg-7|10.7.0.4';
const stateIn = async ({ ports }: MemoryPorts) => (await ports.profiles.load(key, detector.id))?.state;

const step = fc.record({
  size: fc.integer({ min: 1, max: 25 }),
  back: fc.integer({ min: 0, max: 8 }),
  fresh: fc.boolean(),
});
const fates = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Fate>('works') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('failsBefore', 'failsAfter') },
  ),
  { maxLength: 60 },
);
type Step = { size: number; back: number; fresh: boolean };

/** At least once, cut anew each time, to instances that come and go. */
async function deliver(
  count: number,
  steps: Step[],
  take: (from: number, to: number, fresh: boolean) => Promise<void>,
) {
  let done = 0;
  for (let turn = 0; done < count; turn++) {
    const { size, back, fresh } = steps[turn % steps.length]!;
    const from = turn < 3 * steps.length ? Math.max(0, done - back) : done;
    const to = Math.min(count, Math.max(from + size, done + (turn < 3 * steps.length ? 0 : 1)));
    try {
      await take(from, to, fresh);
      done = Math.max(done, to);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

async function ingestAll(world: MemoryPorts, ports: Ports, steps: Step[]): Promise<void> {
  const units = unitsOf([detector]);
  let ingest = createIngest(ports, units);
  await deliver(messages.length, steps, async (from, to, fresh) => {
    if (fresh) ingest = createIngest(ports, units);
    world.clock.now = new Date(messages[to - 1]!.enqueuedAt);
    await ingest(batchOf(messages.slice(from, to)));
  });
}

const bytes = (signal: Signal) => Buffer.from(JSON.stringify(signal));

test('however batches are cut, repeated and broken off, a count is what it is and the alert is one', async () => {
  const calm = memoryPorts();
  const [alert] = await run(calm, [detector], messages, 1_000);
  expect(alert).toMatchObject({ occurrences: 1 });
  const state = await stateIn(calm);
  expect(state).toBeDefined();

  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fates,
      fates,
      async (steps, signalSteps, ingestFates, signalFates) => {
        const world = memoryPorts();
        await ingestAll(world, faultyPorts(world.ports, ingestFates), steps);
        const ports = faultyPorts(world.ports, signalFates);
        await deliver(world.signals.length, signalSteps, async (from, to) => {
          await observeSignals(ports, [detector], home, world.signals.slice(from, to).map(bytes));
        });
        expect(await stateIn(world)).toEqual(state);
        expect(alertsOf(world)).toMatchObject([
          { guid: alert!.guid, startTimeUtc: alert!.startTimeUtc, eventIds: alert!.eventIds, occurrences: 1 },
        ]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
