import fc from 'fast-check';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { observeSignals } from '../../shared/flows/observeSignals';
import { Conflict } from '../../shared/flows/ports/portErrors';
import type { HubMessage } from '../../shared/core/ingest/hubMessages';
import type { AlertDocument } from '../../shared/model/documents/findings';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { Crash, type Fate, faultyPorts } from './support/faultyPorts';
import { batchOf, home, isBad, isSeen, ledger, messagesOf, storedEvents, units } from './support/ingestWorld';

const second = fc.integer({ min: 0, max: 7200 });
const record = fc
  .record({
    n: fc.integer({ min: 0, max: 40 }),
    kind: fc.constantFrom('good', 'bad'),
    hostname: fc.constantFrom('a', 'b'),
    user: fc.option(fc.constantFrom('eve', 'bob'), { nil: undefined }),
    timestamp: fc.option(
      second.map((offset) => new Date(Date.parse('2026-11-21T06:00:00Z') + offset * 1000).toISOString()),
      { nil: undefined, freq: 6 },
    ),
  })
  .map((one) => JSON.stringify(one));
const snapshot = fc.constantFrom('lake', 'pond').map((name) => {
  const group = `/subscriptions/${home.subscriptionId}/resourceGroups/rg`;
  const id = `${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
  return JSON.stringify({ id, name, type: 'Microsoft.Storage/storageAccounts', location: 'x', properties: {} });
});
const body = fc.oneof(
  { weight: 5, arbitrary: fc.array(record, { minLength: 1, maxLength: 5 }).map((all) => `[${all.join(',')}]`) },
  { weight: 1, arbitrary: snapshot },
  { weight: 1, arbitrary: fc.constantFrom('{"cut":', '[{"kind":"good","n":1},{"kind":', '', 'null', '[]') },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
);
/** Bodies, some of which the sender sends again later. */
const bodies = fc
  .tuple(fc.array(body, { minLength: 1, maxLength: 14 }), fc.array(fc.nat(), { maxLength: 4 }))
  .map(([all, again]) => [...all, ...again.map((at) => all[at % all.length]!)]);
const fates = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Fate>('works') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('failsBefore', 'failsAfter') },
  ),
  { maxLength: 80 },
);
/** Per delivery: how many messages, how far back it begins, whether another instance gets it. */
const deliveries = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 6 }), back: fc.integer({ min: 0, max: 5 }), fresh: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);
type Step = { size: number; back: number; fresh: boolean };

/** Delivers all messages at least once, as a hub does: from a checkpoint that lags behind, to instances that come and go. */
async function runHub(world: MemoryPorts, messages: HubMessage[], steps: Step[], given: Fate[]): Promise<void> {
  const ports = faultyPorts(world.ports, given);
  let ingest = createIngest(ports, units);
  let done = 0;
  for (let turn = 0; done < messages.length; turn++) {
    const { size, back, fresh } = steps[turn % steps.length]!;
    if (fresh) ingest = createIngest(ports, units);
    // Redelivery goes back now and then, and never past the end of what is left.
    const start = turn < steps.length ? Math.max(0, done - back) : done;
    const end = Math.min(messages.length, Math.max(start + size, turn < steps.length ? 0 : done + 1));
    world.clock.now = new Date(Math.max(world.clock.now.getTime(), Date.parse(messages[end - 1]!.enqueuedAt) + 1000));
    try {
      const summary = await ingest(batchOf(messages.slice(start, end)));
      expect(summary.stored + summary.duplicates + summary.quarantined).toBe(summary.received);
      done = Math.max(done, end);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

async function runSignals(world: MemoryPorts, steps: Step[], given: Fate[]): Promise<void> {
  const sent = world.signals.map((signal) => Buffer.from(JSON.stringify(signal)));
  const ports = faultyPorts(world.ports, given);
  let done = 0;
  for (let turn = 0; done < sent.length; turn++) {
    const { size, back } = steps[turn % steps.length]!;
    const start = turn < steps.length ? Math.max(0, done - back) : done;
    const end = Math.max(done, start + size);
    try {
      await observeSignals(ports, [ledger], home, sent.slice(start, end));
      done = end;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

/** What must be there in the end: read all at once, each id once. */
function expected(messages: HubMessage[]) {
  const read = readBatch(batchOf(messages), units.sources, units.limits);
  const byId = new Map(read.events.map(({ event }) => [event.id, event]));
  return {
    events: [...byId.values()],
    quarantined: read.quarantined.map(({ sequence, index }) => `0|${sequence}|${index}`),
  };
}

async function checkAll(world: MemoryPorts, messages: HubMessage[]): Promise<void> {
  const { events, quarantined } = expected(messages);
  const stored = await storedEvents(world.pages);
  expect(stored.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
  expect([...world.quarantine.keys()].sort()).toEqual([...new Set(quarantined)].sort());

  const alerts = world.findings().filter((one): one is AlertDocument => one.kind === 'alert');
  expect(new Set(alerts.map(({ alert }) => alert.guid)).size).toBe(alerts.length);
  const counted = alerts.flatMap(({ alert }) => alert.eventIds).sort();
  const bad = events.filter(isBad).map(({ id }) => id);
  expect(counted).toEqual(bad.sort());
  expect(alerts.reduce((sum, { alert }) => sum + alert.occurrences, 0)).toBe(bad.length);
  const created = world
    .findings()
    .filter((one) => one.kind === 'outbox' && one.item.of === 'alert' && one.item.change === 'created');
  expect(created).toHaveLength(alerts.length);
}

test('whatever fails and comes again, each record is stored once or quarantined, each alert is one, each observation counts once', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, deliveries, fates, fates, async (all, steps, ingestFates, signalFates) => {
      const world = memoryPorts();
      const messages = messagesOf(all);
      await runHub(world, messages, steps, ingestFates);
      await checkAll(world, messages);
      await runSignals(world, steps, signalFates);
      const told = await Promise.all(['eve', 'bob'].map((user) => world.ports.profiles.load(`user|${user}`, 'ledger')));
      const seen = expected(messages)
        .events.filter(isSeen)
        .flatMap(({ id }) => [`${id} first`, `${id} second`]);
      expect(told.flatMap((profile) => (profile?.state.told as string[] | undefined) ?? []).sort()).toEqual(
        seen.sort(),
      );
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('two instances that both believe to own a partition store nothing twice', async () => {
  const pair = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
  await fc.assert(
    fc.asyncProperty(bodies, pair, async (all, sizes) => {
      const world = memoryPorts({});
      const messages = messagesOf(all);
      world.clock.now = new Date(messages.at(-1)!.enqueuedAt);
      const instance = async (size: number) => {
        const ingest = createIngest(world.ports, units);
        for (let done = 0; done < messages.length;) {
          const end = Math.min(messages.length, done + size);
          try {
            await ingest(batchOf(messages.slice(done, end)));
            done = end;
          } catch (error) {
            if (!(error instanceof Conflict)) throw error;
          }
        }
      };
      await Promise.all(sizes.map(instance));
      await checkAll(world, messages);
      expect(new Set(world.pages.map(({ id }) => id)).size).toBe(world.pages.length);
    }),
    { numRuns: 100 },
  );
}, 120_000);
