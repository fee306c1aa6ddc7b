import fc from 'fast-check';
import { sources } from '../../../content/sources.generated';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import { sortSources } from '../../../shared/core/ingest/normalise';
import { readBatch } from '../../../shared/core/ingest/readBatch';
import { batchOf, machine, messagesOf } from '../../flows/support/ingestWorld';

const read = (bodies: (string | Uint8Array)[]) =>
  readBatch(batchOf(messagesOf(bodies), '5'), sortSources(sources), defaultDecodeLimits);

test('positions rise over the batch, and every event knows when its message arrived', () => {
  const { events, received } = read(['[{"a":1},{"a":2}]', '{"a":3}']);
  expect(received).toBe(3);
  expect(events.map(({ position }) => position)).toEqual([
    '0000000000000000.000000',
    '0000000000000000.000001',
    '0000000000000001.000000',
  ]);
  expect(events.map(({ enqueuedAt }) => enqueuedAt.slice(11, 16))).toEqual(['06:55', '06:55', '07:05']);
});

test('lines of one audit event are several records and one event', () => {
  const lines = [
    'type=SYSCALL msg=audit(1795219203.000:9): arch=c000003e syscall=59 success=yes exit=0 pid=7 uid=0 exe="/bin/sh"',
    'type=CWD msg=audit(1795219203.000:9): cwd="/root"',
  ];
  const { events, received } = read([lines.join('\n')]);
  expect(received).toBe(2);
  expect(events.map(({ records }) => records)).toEqual([2]);
});

test('what is quarantined says where it stood, why, and what it was', () => {
  const { quarantined, received } = read(['{"a":1}', '[{"a":2},{"b":]']);
  expect(received).toBe(3);
  expect(quarantined).toMatchObject([
    { hubPartition: '5', sequence: 1, code: 'NotJson', enqueuedAt: '2026-11-21T07:05:00.000Z' },
  ]);
  expect(quarantined[0]!.raw.toString()).toContain('{"b":');
});

test('the machine that the sender speaks for is the resource of records that name none', () => {
  expect(read(['{"a":1}']).events[0]!.event.resourceId).toBe(machine);
});

test('bytes of any kind never throw, and the sums hold', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
    fc.string({ maxLength: 60 }).map((text) => Buffer.from(text)),
    fc
      .constantFrom('{"records":[', 'type=SYSCALL msg=audit(1.0:1):', '{"EventID":4688}', '{"skywarden":"facts/1"}')
      .map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (bodies) => {
      const { received, events, quarantined } = read(bodies);
      const stored = events.reduce((sum, { records }) => sum + records, 0);
      expect(stored + quarantined.length).toBe(received);
      const positions = events.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort());
    }),
    { numRuns: 300 },
  );
});

test('the same bytes at the same place give the same ids and positions', () => {
  const bodies = ['[{"a":1},{"a":1}]', 'a line', '{"timestamp":"2026-11-21T08:00:00Z","a":1}'];
  const facts = () => read(bodies).events.map(({ event, position }) => [event.id, position]);
  expect(facts()).toEqual(facts());
});
