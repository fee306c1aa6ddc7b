import fc from 'fast-check';
import { type CountBaseline, countBaselineSchema, hourOf } from '../../../../shared/core/detect/anomaly/countBaseline';
import { countInto } from '../../../../shared/core/detect/anomaly/countSurprise';
import type { Surprise } from '../../../../shared/core/detect/anomaly/surprise';

const start = hourOf('2026-09-01T00:00:00.000Z');

interface Run {
  baseline: CountBaseline | undefined;
  surprises: (Surprise & { hour: number })[];
}

/** Counts one at a time, as events come. `perDay` answers the hours of a day at which the entity was active. */
function live(
  days: number,
  hoursOf: (day: number) => number[],
  from: Run = { baseline: undefined, surprises: [] },
  first = 0,
): Run {
  const run: Run = { baseline: from.baseline, surprises: [...from.surprises] };
  for (let day = first; day < first + days; day++) {
    for (const hourOfDay of [...hoursOf(day)].sort((a, b) => a - b)) {
      const hour = start + day * 24 + hourOfDay;
      const { baseline, surprise } = countInto(run.baseline, hour, 1);
      run.baseline = baseline;
      if (surprise !== undefined) run.surprises.push({ ...surprise, hour });
    }
  }
  return run;
}

const five = [8, 9, 11, 14, 16];
const times = (count: number, hour: number) => Array.from({ length: count }, () => hour);
const spread = (count: number) => Array.from({ length: count }, (_, at) => Math.floor((at * 24) / count));
const usual = live(30, () => five);

test('5 RDP connections a day for 30 days, then 100 over the day: exactly one alert', () => {
  const { surprises } = live(1, () => spread(100), usual, 30);
  expect(surprises).toHaveLength(1);
  expect(surprises[0]).toMatchObject({ window: expect.stringMatching(/hour|day/), probability: expect.any(Number) });
});

test('100 within one hour of the night raise the alert within that hour', () => {
  const { surprises } = live(1, () => times(100, 3), usual, 30);
  expect(surprises).toHaveLength(1);
  expect(surprises[0]).toMatchObject({ window: 'hour', hour: start + 30 * 24 + 3 });
});

test('5 connections a day that become 8 are no alert', () => {
  expect(live(10, () => [...five, 10, 12, 15], usual, 30).surprises).toEqual([]);
});

test('a new machine raises nothing in its first week, whatever it does', () => {
  expect(live(7, (day) => spread(5 + 40 * day)).surprises).toEqual([]);
});

test('activity that grows by a tenth a week is learned, not reported', () => {
  expect(live(140, (day) => spread(Math.round(20 * 1.1 ** (day / 7)))).surprises).toEqual([]);
});

test('an attack of a day does not become habit: the same a week later is reported again', () => {
  const attacked = live(1, () => spread(100), usual, 30);
  const calm = live(6, () => five, attacked, 31);
  expect(live(1, () => spread(100), calm, 37).surprises).toHaveLength(2);
});

test('a burst that goes on is reported again, with a day between', () => {
  const hours = live(3, () => spread(100), usual, 30).surprises.map(({ hour }) => hour);
  expect(hours.length).toBeGreaterThan(1);
  hours.slice(1).forEach((hour, at) => expect(hour - hours[at]!).toBeGreaterThanOrEqual(24));
});

test('a busy hour of every weekday is no surprise at that hour, and one at another', () => {
  const backups = live(42, () => [...times(30, 2), ...five]);
  expect(backups.surprises).toEqual([]);
  expect(live(1, () => [...times(30, 19)], backups, 42).surprises).toHaveLength(1);
});

test('after two months of silence the entity is new again', () => {
  const later = start + 30 * 24 + 61 * 24;
  expect(countInto(usual.baseline, later, 1).baseline.learned).toBe(0);
});

test('what arrives late is counted in its hour', () => {
  const hour = usual.baseline!.hour;
  const { baseline } = countInto(usual.baseline, hour - 5, 3);
  const { baseline: without } = countInto(usual.baseline, hour - 5, 0);
  expect(baseline.past.reduce((sum, [count]) => sum + count, 0)).toBe(
    without.past.reduce((sum, [count]) => sum + count, 0) + 3,
  );
});

test('what arrives more than a day late changes nothing', () => {
  expect(countInto(usual.baseline, usual.baseline!.hour - 30, 50)).toEqual({ baseline: usual.baseline });
});

test('whatever comes, the state stays valid and below 4 KB', () => {
  const amount = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.double({ min: 0, max: 1e12, noNaN: true }));
  const counts = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), amount), { maxLength: 60 });
  fc.assert(
    fc.property(counts, (steps) => {
      let baseline: CountBaseline | undefined;
      let hour = start;
      for (const [gap, amount] of steps) {
        hour += gap;
        ({ baseline } = countInto(baseline, hour, amount));
      }
      if (baseline === undefined) return;
      expect(countBaselineSchema.parse(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline);
      expect(JSON.stringify(baseline).length).toBeLessThan(4096);
    }),
    { numRuns: 200 },
  );
});

test('counting one by one judges as counting at once', () => {
  const once = countInto(usual.baseline, usual.baseline!.hour + 20, 4).baseline;
  let one = usual.baseline!;
  for (let i = 0; i < 4; i++) one = countInto(one, usual.baseline!.hour + 20, 1).baseline;
  expect(one).toEqual(once);
});

const bursty = (day: number): number[] => [...times(20, 9), ...times(20, 14), ...(day % 6 === 5 ? times(160, 11) : [])];

test('an entity that has bursts is reported for the first of them, not for ever', () => {
  const { surprises } = live(200, bursty);
  expect(surprises.length).toBeLessThanOrEqual(4);
  expect(surprises.every(({ hour }) => hour < start + 40 * 24)).toBe(true);
});

test('far beyond its bursts it is reported', () => {
  const habit = live(200, bursty);
  const told = habit.surprises.length;
  expect(live(1, () => times(300, 3), habit, 200).surprises).toHaveLength(told + 1);
});

test('a single attack is no burst that would hide the next', () => {
  const attacked = live(1, () => spread(100), usual, 30);
  const { hourBursts, dayBursts } = live(1, () => five, attacked, 31).baseline!;
  expect(Math.max(hourBursts[0], dayBursts[0])).toBeLessThanOrEqual(2);
});
