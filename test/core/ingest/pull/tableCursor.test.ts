import * as fc from 'fast-check';
import { afterLook, afterRead, halves, nextSlice, startTable } from '../../../../shared/core/ingest/pull/tableCursor';
import type { TableCursor } from '../../../../shared/model/logReader';

const at = (time: string): Date => new Date(`2026-11-21T${time}Z`);
const iso = (time: string): string => at(time).toISOString();
const lateMs = 600_000;
const read = (cursor: TableCursor, askedAt: Date, rows: number, roomy = true): TableCursor =>
  afterRead(cursor, { ...nextSlice(cursor, askedAt)!, rows }, { askedAt, lateMs, roomy });

test('a reader begins where it was told to, with five minutes, and leaves the last minute alone', () => {
  const cursor = startTable('2026-11-21T09:00:00+01:00');
  expect(nextSlice(cursor, at('08:30:00'))).toEqual({ from: iso('08:00:00'), to: iso('08:05:00') });
  expect(nextSlice(cursor, at('08:03:00'))).toEqual({ from: iso('08:00:00'), to: iso('08:02:00') });
  expect(nextSlice(cursor, at('08:01:00'))).toBeUndefined();
});

test('slices grow while there is room, up to an hour, and become as short as what could be read', () => {
  const now = at('20:00:00');
  let cursor = startTable(iso('08:00:00'));
  for (let times = 0; times < 5; times += 1) cursor = read(cursor, now, 1);
  expect(cursor.sliceMs).toBe(3_600_000);
  const to = new Date(Date.parse(cursor.next) + 90_000).toISOString();
  cursor = afterRead(cursor, { from: cursor.next, to, rows: 9 }, { askedAt: now, lateMs, roomy: false });
  expect([cursor.next, cursor.sliceMs]).toEqual([to, 90_000]);
});

test('a slice stays open while rows may still become visible in it', () => {
  const asked = at('08:07:00');
  const cursor = read(startTable(iso('08:00:00')), asked, 3);
  expect(cursor.open).toEqual([{ from: iso('08:00:00'), to: iso('08:05:00'), rows: 3 }]);
  const looked = afterLook(cursor, [4], { askedAt: at('08:14:59'), lateMs });
  expect(looked.open).toEqual([{ from: iso('08:00:00'), to: iso('08:05:00'), rows: 4 }]);
  expect(afterLook(looked, [4], { askedAt: at('08:15:00'), lateMs }).open).toEqual([]);
});

test('a slice in which nothing can become visible any more is not kept', () => {
  expect(read(startTable(iso('08:00:00')), at('12:00:00'), 3).open).toEqual([]);
});

test('halves make the whole, and a millisecond has none', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (length) => {
      const slice = { from: iso('08:00:00'), to: new Date(at('08:00:00').getTime() + length).toISOString() };
      const parts = halves(slice);
      expect(parts === undefined).toBe(length < 2);
      expect(parts?.[0].from ?? slice.from).toBe(slice.from);
      expect(parts?.[0].to).toBe(parts?.[1].from);
      expect(parts?.[1].to ?? slice.to).toBe(slice.to);
    }),
  );
});

test('many open slices are put together without a gap, and none of their rows is forgotten', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 200 }), (counts) => {
      let cursor: TableCursor = { ...startTable(iso('08:00:00')), sliceMs: 1_000 };
      for (const rows of counts) cursor = { ...read(cursor, at('08:05:00'), rows, false), sliceMs: 1_000 };
      const { open } = cursor;
      expect(open.length).toBeLessThanOrEqual(60);
      expect(open.reduce((sum, { rows }) => sum + rows, 0)).toBe(counts.reduce((sum, rows) => sum + rows, 0));
      expect([open[0]!.from, open.at(-1)!.to]).toEqual([iso('08:00:00'), cursor.next]);
      expect(open.slice(1).map(({ from }) => from)).toEqual(open.slice(0, -1).map(({ to }) => to));
    }),
  );
});
