import fc from 'fast-check';
import { correlateAlerts } from '../../../shared/flows/incidents/correlateAlerts';
import type { Alert } from '../../../shared/model/alert';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import { memoryPorts, type MemoryPorts } from '../../doubles/memoryPorts';
import { createdAlert, incidentsOf, type AlertSketch } from './alertSketch';

const sketch: fc.Arbitrary<AlertSketch> = fc.record({
  machine: fc.integer({ min: 0, max: 5 }),
  account: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  address: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  rule: fc.integer({ min: 0, max: 4 }),
  hour: fc.integer({ min: 0, max: 60 }),
});

const story = fc.array(sketch, { minLength: 2, maxLength: 8 }).chain((sketches) =>
  fc.tuple(
    fc.constant(sketches),
    fc.shuffledSubarray(
      sketches.map((_, at) => at),
      { minLength: sketches.length },
    ),
  ),
);

async function worldOf(sketches: readonly AlertSketch[]): Promise<{ world: MemoryPorts; outbox: OutboxDocument[] }> {
  const world = memoryPorts();
  const outbox: OutboxDocument[] = [];
  for (const [at, one] of sketches.entries()) {
    const [alert, document] = createdAlert(at, one);
    await world.ports.findings.save([alert, document]);
    outbox.push(document);
  }
  return { world, outbox };
}

/** Without what depends on when it was written. */
const content = ({ timeGeneratedUtc: _1, processingEndTimeUtc: _2, incident, ...alert }: Alert): object => ({
  ...alert,
  incident: { ...incident!, exportedAt: [] },
});

const open = (world: MemoryPorts): object[] =>
  incidentsOf(world)
    .filter(({ incident }) => incident?.joinedInto === undefined)
    .map(content);

test('the order of alerts never changes the incidents', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([sketches, order]) => {
      const inTurn = await worldOf(sketches);
      for (const document of inTurn.outbox) await correlateAlerts(inTurn.world.ports, [document]);
      const shuffled = await worldOf(sketches);
      for (const at of order) await correlateAlerts(shuffled.world.ports, [shuffled.outbox[at]!]);
      expect(open(shuffled.world)).toEqual(open(inTurn.world));
    }),
    { numRuns: 60 },
  );
});

test('a repeat, of any part and in any order, changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([sketches, order]) => {
      const { world, outbox } = await worldOf(sketches);
      await correlateAlerts(world.ports, outbox);
      const before = world.findingFeed.length;
      for (const at of order) await correlateAlerts(world.ports, [outbox[at]!]);
      expect(world.findingFeed).toHaveLength(before);
    }),
    { numRuns: 30 },
  );
});

test('instances that work at the same time agree', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([sketches]) => {
      const inTurn = await worldOf(sketches);
      await correlateAlerts(inTurn.world.ports, inTurn.outbox);
      const { world, outbox } = await worldOf(sketches);
      await Promise.all(outbox.map((document) => retried(() => correlateAlerts(world.ports, [document]))));
      expect(open(world)).toEqual(open(inTurn.world));
    }),
    { numRuns: 30 },
  );
});

/** As the door does: a batch that lost against others comes again. */
async function retried(act: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (tries > 20) throw error;
    }
  }
}

test('a crash before or after any write, and the repeat that follows it, leave the same incidents', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }), async ([sketches], faults) => {
      const whole = await worldOf(sketches);
      await correlateAlerts(whole.world.ports, whole.outbox);
      const { world, outbox } = await worldOf(sketches);
      const { findings, profiles } = world.ports;
      let left = faults[0] ?? -1;
      const failing =
        <T extends unknown[], R>(write: (...args: T) => Promise<R>) =>
        async (...args: T): Promise<R> => {
          const isNow = left-- === 0;
          if (isNow && faults.length % 2 === 0) throw new Error('down before the write');
          const written = await write(...args);
          if (isNow) throw new Error('down after the write');
          return written;
        };
      const ports = {
        ...world.ports,
        findings: { ...findings, save: failing(findings.save.bind(findings)) },
        profiles: { ...profiles, save: failing(profiles.save.bind(profiles)) },
      };
      for (const fault of [...faults, -1]) {
        left = fault;
        await correlateAlerts(ports, outbox).catch((error: Error) => {
          if (!error.message.startsWith('down')) throw error;
        });
      }
      expect(open(world)).toEqual(open(whole.world));
    }),
    { numRuns: 60 },
  );
});

test('an incident has at least two alerts of different kinds, and nobody is in two open ones', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([sketches]) => {
      const { world, outbox } = await worldOf(sketches);
      await correlateAlerts(world.ports, outbox);
      const incidents = incidentsOf(world).filter(({ incident }) => incident?.joinedInto === undefined);
      const members = incidents.flatMap(({ incident }) => incident!.members.map(({ guid }) => guid));
      expect(new Set(members).size).toBe(members.length);
      for (const { incident } of incidents)
        expect(
          new Set(incident!.members.map(({ alertType, resourceId }) => `${alertType}|${resourceId}`)).size,
        ).toBeGreaterThan(1);
    }),
    { numRuns: 30 },
  );
});
