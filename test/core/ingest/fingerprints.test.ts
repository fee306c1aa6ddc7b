import fc from 'fast-check';
import { createFingerprints } from '../../../shared/core/ingest/fingerprints';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour, 30)).toISOString();

it('knows what was added and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), fc.uniqueArray(fc.string()), (ids, others) => {
      const seen = createFingerprints();
      for (const id of ids) expect(seen.add(id, at(1))).toBe(true);
      for (const id of ids) expect([seen.add(id, at(2)), seen.has(id)]).toEqual([false, true]);
      for (const other of others) expect(seen.has(other)).toBe(ids.includes(other));
      expect(seen.size()).toBe(ids.length);
    }),
  );
});

it('forgets hours that lie more than twelve hours behind the newest arrival', () => {
  const seen = createFingerprints();
  for (let hour = 0; hour < 14; hour++) seen.add(`h${hour}`, at(hour));
  expect([seen.has('h0'), seen.has('h1'), seen.has('h13')]).toEqual([false, true, true]);
});

it('stays within its bound and keeps the newest', () => {
  const seen = createFingerprints([], { hours: 12, entries: 800 });
  for (let n = 0; n < 5000; n++) seen.add(`id${n}`, at(1));
  expect(seen.size()).toBeLessThanOrEqual(800);
  expect(seen.has('id4999')).toBe(true);
  expect(seen.has('id4300')).toBe(true);
  expect(seen.has('id0')).toBe(false);
});

it('comes back from its saved bytes, by hour, eight bytes each', () => {
  const seen = createFingerprints();
  for (let n = 0; n < 3000; n++) seen.add(`id${n}`, at(n % 3));
  const saved = seen.export();
  expect(saved.map(({ hour, bytes }) => [hour, bytes.length])).toEqual([
    ['2026-11-21T00', 8000],
    ['2026-11-21T01', 8000],
    ['2026-11-21T02', 8000],
  ]);
  const restored = createFingerprints(saved);
  expect(restored.size()).toBe(3000);
  expect(Array.from({ length: 3000 }, (_, n) => restored.has(`id${n}`))).not.toContain(false);
  restored.add('late', at(13));
  expect([restored.has('id0'), restored.has('id1')]).toEqual([false, true]);
});

const arrivals = fc.array(fc.record({ id: fc.nat(400).map((n) => `id${n}`), hour: fc.integer({ min: 0, max: 40 }) }), {
  maxLength: 600,
});

it('never holds more than its bound, in memory and saved, whatever arrives in whatever order', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 8, max: 200 }), (all, entries) => {
      const seen = createFingerprints([], { hours: 12, entries });
      for (const { id, hour } of all) {
        seen.add(id, at(hour));
        expect(seen.size()).toBeLessThanOrEqual(entries);
      }
      const saved = seen.export();
      expect(saved.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(8 * seen.size());
      expect(saved.length).toBeLessThanOrEqual(13);
      expect(createFingerprints(saved, { hours: 12, entries }).size()).toBe(seen.size());
    }),
  );
});

it('holds all that arrived within its hours as long as that is not more than its bound', () => {
  fc.assert(
    fc.property(arrivals, (all) => {
      const inOrder = all.toSorted((a, b) => a.hour - b.hour);
      const seen = createFingerprints([], { hours: 12, entries: 600 });
      const last = new Map<string, number>();
      for (const { id, hour } of inOrder) if (seen.add(id, at(hour))) last.set(id, hour);
      // An hour that brought nothing new moves nothing.
      const newest = Math.max(0, ...last.values());
      for (const [id, hour] of last) expect([id, seen.has(id)]).toEqual([id, hour >= newest - 12]);
    }),
    { numRuns: 1000 },
  );
});

it('holds as many as its bound, spread over the hours', () => {
  const seen = createFingerprints([], { hours: 12, entries: 10_000 });
  for (let n = 0; n < 10_000; n++) seen.add(`id${n}`, at(Math.floor(n / 834)));
  expect(seen.size()).toBe(10_000);
});
