import fc from 'fast-check';
import {
  type FirstSeenLimits,
  type KnownValues,
  knownValuesSchema,
  noteSightings,
} from '../../../../shared/core/detect/anomaly/firstSeen';
import { hash32 } from '../../../../shared/core/detect/anomaly/hash32';

const noteValues = (known: KnownValues | undefined, day: number, hashes: number[], given: FirstSeenLimits) => {
  const { known: next, novelties } = noteSightings(known, [{ day, hashes }], given);
  return { known: next!, novelty: novelties[0] };
};

const limits: FirstSeenLimits = { learningDays: 14, capacity: 400, mostNewDays: 1 / 30 };
const start = 20_515;

/** Days with their values; answers the days (from the first) on which something was new, and what is known in the end. */
function live(days: [day: number, values: string[]][], known?: KnownValues): { known: KnownValues; told: number[] } {
  const told: number[] = [];
  let state = known;
  for (const [day, values] of days)
    for (const value of values) {
      const noted = noteValues(state, start + day, [hash32(value)], limits);
      state = noted.known;
      if (noted.novelty) told.push(day);
    }
  return { known: state!, told };
}

const steady = (count: number, more: (day: number) => string[] = () => []): [number, string[]][] =>
  Array.from({ length: count }, (_, day) => [day, ['a', 'b', 'c', ...more(day)]]);

test('what was never seen is told after two weeks of the same', () => {
  expect(live([...steady(20), [20, ['x']]]).told).toEqual([20]);
});

test('nothing is told while the entity is learned', () => {
  expect(live([...steady(13), [13, ['x']]]).told).toEqual([]);
});

test('an entity that does something new every day is never told of', () => {
  expect(live(steady(200, (day) => [`new ${day}`])).told).toEqual([]);
});

test('one that does something new every other day is not told of either', () => {
  expect(live(steady(200, (day) => (day % 2 ? [`new ${day}`] : []))).told.length).toBeLessThanOrEqual(1);
});

test('what is new now and then is told now and then: less than twelve times a year', () => {
  const { told } = live(steady(365, (day) => (day % 20 === 0 ? [`new ${day}`] : [])));
  expect(told.length).toBeLessThan(12);
});

test('several new things on one day are told once', () => {
  expect(live([...steady(20), [20, ['x', 'y', 'z']]]).told).toEqual([20]);
});

test('what was new once is known', () => {
  const { known } = live([...steady(20), [20, ['x']]]);
  expect(live([[60, ['a', 'x']]], known).told).toEqual([]);
});

test('something with several names is new when none of them is known', () => {
  const { known } = live(steady(20));
  const novelty = (names: string[]) => noteValues(known, start + 20, names.map(hash32), limits).novelty;
  expect(novelty(['a', 'x'])).toBeUndefined();
  expect(novelty(['x', 'y'])).toMatchObject({ known: 3, days: 20, newShare: 0 });
});

test('an entity that was gone for two months is new', () => {
  const { known } = live(steady(20));
  expect(live([[81, ['x']]], known).told).toEqual([]);
  expect(live([[81, ['x']]], known).known.since).toBe(start + 81);
});

test('what arrives days late is remembered and not told', () => {
  const { known } = live(steady(20));
  const late = live([[15, ['x']]], known);
  expect(late.told).toEqual([]);
  expect(live([[20, ['x']]], late.known).told).toEqual([]);
});

test('whatever comes, the state is valid, below 4 KB, and as it would be told one by one', () => {
  const step = fc.tuple(fc.integer({ min: -3, max: 70 }), fc.array(fc.string(), { maxLength: 60 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      let day = 0;
      const days = steps.map(([gap, values]): [number, string[]] => [Math.max(0, (day += gap)), [...values, 'a']]);
      const { known, told } = live(days);
      expect(knownValuesSchema.parse(JSON.parse(JSON.stringify(known)))).toEqual(known);
      expect(JSON.stringify(known).length).toBeLessThan(4096);
      expect(new Set(told).size).toBe(told.length);
      const sightings = days.flatMap(([at, values]) =>
        values.map((value) => ({ day: start + at, hashes: [hash32(value)] })),
      );
      expect(noteSightings(undefined, sightings, limits).known).toEqual(known);
    }),
    { numRuns: 50 },
  );
});

test('of more values than are remembered, those not seen for longest are forgotten', () => {
  const many = Array.from({ length: 500 }, (_, at) => `v${at}`);
  const { known } = live([[0, many]]);
  const { known: again } = live([[1, ['v499']]], known);
  expect(JSON.stringify(again).length).toBeLessThan(4096);
  expect(again.values.length).toBe(3_200);
});
