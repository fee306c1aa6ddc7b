import { persistentSender } from './support/persistentSender';
import { newPlace, startPlatform, type Place, type RunningPlatform } from './support/platform';
import { quarantined, storedEvents } from './support/store';
import { until } from './support/until';

const total = 20_000;
const perBatch = 100;
const killsAt = [0.1, 0.5, 0.9];
const hits = 20;

const senders =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/e2e/providers/Microsoft.HybridCompute/machines';

/** Every thousandth event names an indicator of the shipped list, every 500th is cut off. */
function bodyOf(number: number): string {
  if (number % 500 === 499) return `{"number": ${number}, "cut`;
  const hit = number % 1000 === 0 ? { clientIp: '203.0.113.66', resourceId: `${senders}/m${number}` } : {};
  return JSON.stringify({ number, time: '2026-11-21T09:00:00Z', message: 'x'.repeat(200), ...hit });
}

const bodiesOf = (batch: number): string[] =>
  Array.from({ length: perBatch }, (_, at) => bodyOf(batch * perBatch + at));

describe('after kill -9 of everything at 10, 50 and 90 % of 20,000 events', () => {
  let place: Place;
  let platform: RunningPlatform;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    const sender = persistentSender(() => platform.endpoints.hubs);
    const kills = killsAt.map((share) => Math.round((total * share) / perBatch));
    for (let batch = 0; batch < total / perBatch; batch++) {
      const sent = sender.send(bodiesOf(batch), String(batch % 4));
      if (kills.includes(batch)) {
        await platform.kill();
        platform = await startPlatform(place);
      }
      await sent;
    }
    sender.close();
  }, 300_000);

  afterAll(async () => {
    await platform?.stop();
  });

  it('everything sent is stored once or quarantined, and no alert is raised twice', async () => {
    const expected = Array.from({ length: total }, (_, number) => number);
    const good = expected.filter((number) => number % 500 !== 499);
    const numbers = await until(
      'all events',
      async () => {
        const found = (await storedEvents(place)).map(({ fields }) => Number(fields['number']));
        return found.length >= good.length ? found : undefined;
      },
      120_000,
    );
    expect(numbers.length).toBe(new Set(numbers).size);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(good);

    const bad = await quarantined(place);
    const cut = bad.map(({ raw }) => Number(/"number": (\d+)/.exec(raw.toString())?.[1]));
    expect([...new Set(cut)].sort((a, b) => a - b)).toEqual(expected.filter((number) => number % 500 === 499));

    const api = await platform.api();
    const alerts = await api.list<{ properties: { isIncident: boolean } }>(
      '/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/alerts?api-version=2022-01-01',
    );
    expect(alerts.filter(({ properties }) => !properties.isIncident)).toHaveLength(hits);
  }, 180_000);
});
