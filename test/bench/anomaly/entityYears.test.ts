import { noises, simulate } from './entityYears';

const rates = [1, 5, 20, 200];
const entities = 3;
const [steady, spread, bursty] = noises;
const mean = (all: number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

// The bench does the same for 250 entities of each rate.
test('steady entities raise nothing in a year, and a day with 95 more is found', () => {
  const years = rates.map((rate) => simulate(entities, rate, steady, rate));
  expect(mean(years.map(({ falseAlerts }) => falseAlerts))).toBeLessThanOrEqual(0.05);
  expect(years.map(({ found }) => found)).toEqual([1, 1, 1, 1]);
});

test('entities whose hours vary by 70 % raise less than one alert in two years', () => {
  const years = rates.map((rate) => simulate(entities, rate, spread, rate));
  expect(mean(years.map(({ falseAlerts }) => falseAlerts))).toBeLessThanOrEqual(0.5);
  expect(years.slice(0, 3).map(({ found }) => found)).toEqual([1, 1, 1]);
});

test('entities with bursts are not reported for each of them, and their state stays below 4 KB', () => {
  const { falseAlerts, bytes } = simulate(entities, 200, bursty, 7);
  expect(falseAlerts).toBeLessThan(15);
  expect(bytes).toBeLessThan(4_096);
});
