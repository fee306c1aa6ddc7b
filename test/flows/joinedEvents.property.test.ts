import fc from 'fast-check';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { memoryPorts } from '../doubles/memoryPorts';
import { Crash, type Fate, faultyPorts } from './support/faultyPorts';
import { batchOf, messagesOf, storedEvents, units } from './support/ingestWorld';

/** Lines of audit events, each marked with its number, in any order, some sent again, some together in one body. */
const types = ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE'];
const line = (number: number): string =>
  `type=${types[number % types.length]} msg=audit(1795219200.123:${Math.floor(number / types.length)}): mark=${number} pid=7`;
const bodies = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(), { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 3 })))
  .chain(([events, again, sizes]) => {
    const numbers = Array.from({ length: events * types.length }, (_, at) => at);
    const all = [...numbers, ...again.map((at) => at % numbers.length)];
    return fc.shuffledSubarray(all, { minLength: all.length }).map((order) => {
      const found: string[] = [];
      for (let at = 0, turn = 0; at < order.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        found.push(
          order
            .slice(at, at + size)
            .map(line)
            .join('\n'),
        );
        at += size;
      }
      return { bodies: found, numbers };
    });
  });
const fates = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Fate>('works') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('failsBefore', 'failsAfter') },
  ),
  { maxLength: 60 },
);
/** Per delivery: how many messages, how far back it begins, whether another instance gets it. */
const steps = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 8 }), back: fc.integer({ min: 0, max: 6 }), fresh: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

it('however batches are cut and repeated, each line of an audit event is stored, and none twice in two events', async () => {
  let joined = 0;
  await fc.assert(
    fc.asyncProperty(bodies, steps, fates, async (sent, deliveries, given) => {
      const world = memoryPorts();
      const ports = faultyPorts(world.ports, given);
      const messages = messagesOf(sent.bodies).map((message) => ({
        ...message,
        enqueuedAt: '2026-11-21T07:00:00.000Z',
      }));
      let ingest = createIngest(ports, units);
      for (let turn = 0, done = 0; done < messages.length; turn++) {
        const { size, back, fresh } = deliveries[turn % deliveries.length]!;
        if (fresh) ingest = createIngest(ports, units);
        const start = turn < deliveries.length ? Math.max(0, done - back) : done;
        const end = Math.min(messages.length, Math.max(start + size, turn < deliveries.length ? 0 : done + 1));
        try {
          const summary = await ingest(batchOf(messages.slice(start, end)));
          expect(summary.stored + summary.duplicates + summary.quarantined).toBe(summary.received);
          done = Math.max(done, end);
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
      }
      const events = await storedEvents(world.pages);
      joined += events.filter((event) => event.joined).length;
      const marks = events.flatMap(({ parts }) => parts!.map(({ mark }) => Number(mark)));
      expect(new Set(marks)).toEqual(new Set(sent.numbers));
      // A line may be in two events only when it was sent twice, once with others in its body.
      const lonely = messages.every(({ body }) => !body.includes(0x0a));
      expect(lonely ? marks.sort((a, b) => a - b) : sent.numbers).toEqual(sent.numbers);
    }),
    { numRuns: 120 },
  );
  expect(joined).toBeGreaterThan(40);
}, 60_000);
