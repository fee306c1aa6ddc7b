import { settleFreshness } from '../../shared/flows/settleFreshness';
import { reassessSubscription } from '../../shared/flows/reassess';
import { partitionOf } from '../../shared/core/documentIds';
import type { Recommendation } from '../../shared/core/posture/recommendation';
import type { AlertDocument, JudgementDocument } from '../../shared/model/documents/findings';
import type { FreshnessDocument } from '../../shared/model/documents/freshness';
import { documentOf, idOf, recommend, thing } from '../core/posture/posture.samples';
import { home, type PostureWorld, postureWorld, subscription } from './postureWorld';

const seenAt = new Date('2026-11-21T00:00:00.000Z');
const withLimit = (freshnessHours: Recommendation['freshnessHours']) =>
  recommend(`test/limit${freshnessHours}`, ['enableMfa'], { freshnessHours });
const all = [withLimit(8), withLimit(24), withLimit(48)];

const see = (world: PostureWorld, name: string, at: Date, properties = {}) =>
  world.ports.resources.save(documentOf(thing(name, properties), at.toISOString()));

async function look(world: PostureWorld, minutes: number, recommendations: Recommendation[] = all): Promise<void> {
  world.clock.now = new Date(seenAt.getTime() + minutes * 60_000);
  world.work.push({ message: { kind: 'reassessSubscription', subscriptionId: subscription }, delaySeconds: 0 });
  for (let next = world.work.shift(); next; next = world.work.shift()) {
    if (next.message.kind !== 'reassessSubscription') continue;
    await reassessSubscription(world.ports, recommendations, next.message, home);
  }
}

const of = <T extends { kind: string }>(world: PostureWorld, kind: T['kind']): T[] =>
  world.findings().filter((one) => one.kind === kind) as unknown as T[];
const marks = (world: PostureWorld) =>
  of<JudgementDocument>(world, 'judgement').flatMap(({ judgement }) =>
    Object.entries(judgement.verdicts).flatMap(([key, { staleSince }]) => (staleSince ? [[key, staleSince]] : [])),
  );
const alerts = (world: PostureWorld) => of<AlertDocument>(world, 'alert').map(({ alert }) => alert);
const freshness = (world: PostureWorld) => of<FreshnessDocument>(world, 'freshness')[0]!;

describe('the watchdog', () => {
  test.each([
    [8, 7 * 60 + 59, false],
    [8, 8 * 60 + 1, true],
    [24, 23 * 60 + 59, false],
    [24, 24 * 60 + 1, true],
    [48, 47 * 60 + 59, false],
    [48, 48 * 60 + 1, true],
  ] as const)('limit of %i hours, snapshot %i minutes old: stale %s', async (hours, minutes, isStale) => {
    const world = postureWorld();
    await see(world, 'a', seenAt);
    await look(world, minutes, [withLimit(hours)]);
    const since = new Date(seenAt.getTime() + hours * 3_600_000).toISOString();
    expect(marks(world)).toEqual(isStale ? [[`test/limit${hours}`, since]] : []);
    expect(alerts(world)).toHaveLength(isStale ? 1 : 0);
    expect(freshness(world).stale).toEqual(
      isStale
        ? { [hours]: { verdicts: 1, resources: 1, since, examples: [idOf('a')], alert: alerts(world)[0]!.guid } }
        : {},
    );
  });

  test('marks once, tells nobody of changed verdicts, and writes no judgement again while nothing changes', async () => {
    const world = postureWorld();
    await see(world, 'a', seenAt, { 'test/limit8': 'good' });
    await look(world, 60);
    const [fresh] = of<JudgementDocument>(world, 'judgement');
    const told = world.outbox().filter(({ item }) => item.of === 'judgement').length;
    await look(world, 9 * 60);
    await look(world, 10 * 60);
    await look(world, 11 * 60);
    const [stale] = of<JudgementDocument>(world, 'judgement');
    expect(stale!.version).toBe(fresh!.version + 1);
    expect(stale!.judgement.verdicts['test/limit8']).toMatchObject({
      code: 'Healthy',
      changedAt: fresh!.judgement.verdicts['test/limit8']!.changedAt,
    });
    expect(world.outbox().filter(({ item }) => item.of === 'judgement')).toHaveLength(told);
  });

  test('raises one alert for each limit, which resolves itself when all is fresh again', async () => {
    const world = postureWorld();
    for (const name of ['a', 'b']) await see(world, name, seenAt);
    await look(world, 25 * 60);
    await look(world, 26 * 60);
    expect(
      alerts(world).map(({ status, alertType, extendedProperties: { Kind } }) => [status, alertType, Kind]),
    ).toEqual([
      ['Active', 'Skywarden_AssessmentsStale', 'endpoint protection'],
      ['Active', 'Skywarden_AssessmentsStale', 'general'],
    ]);
    await see(world, 'a', new Date(seenAt.getTime() + 27 * 3_600_000));
    await look(world, 27 * 60);
    expect(alerts(world).map(({ status }) => status)).toEqual(['Active', 'Active']);
    await see(world, 'b', new Date(seenAt.getTime() + 28 * 3_600_000));
    await look(world, 28 * 60);
    expect(alerts(world).map(({ status }) => status)).toEqual(['Resolved', 'Resolved']);
    expect([marks(world), freshness(world).stale]).toEqual([[], {}]);
    expect(world.metered.stale.at(-1)).toMatchObject({ subscriptionId: subscription, verdicts: 0 });
  });

  test('stale again is another alert', async () => {
    const world = postureWorld();
    await see(world, 'a', seenAt);
    await look(world, 9 * 60, [withLimit(8)]);
    await see(world, 'a', new Date(seenAt.getTime() + 10 * 3_600_000));
    await look(world, 10 * 60, [withLimit(8)]);
    await look(world, 19 * 60, [withLimit(8)]);
    expect(
      alerts(world)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['Active', 'Resolved']);
  });

  test('an alert that somebody dismissed stays dismissed', async () => {
    const world = postureWorld();
    await see(world, 'a', seenAt);
    await look(world, 9 * 60, [withLimit(8)]);
    const [open] = of<AlertDocument>(world, 'alert');
    await world.ports.findings.save([{ ...open!, alert: { ...open!.alert, status: 'Dismissed' } }]);
    await see(world, 'a', new Date(seenAt.getTime() + 10 * 3_600_000));
    await look(world, 10 * 60, [withLimit(8)]);
    expect(alerts(world)).toMatchObject([{ status: 'Dismissed' }]);
  });

  test('counts over all pieces of a large subscription, with few examples', async () => {
    const world = postureWorld();
    for (let at = 0; at < 250; at++) await see(world, `r${at}`, seenAt);
    await look(world, 9 * 60, [withLimit(8)]);
    expect(freshness(world).stale['8']).toMatchObject({ verdicts: 250, resources: 250 });
    expect(freshness(world).stale['8']!.examples).toHaveLength(5);
  });

  test('a round that ends twice raises nothing twice', async () => {
    const world = postureWorld();
    const stale = { 8: { verdicts: 1, resources: 1, since: seenAt.toISOString(), examples: [idOf('a')] } };
    expect(await settleFreshness(world.ports, home, subscription, stale)).toMatchObject({ raised: 1 });
    expect(await settleFreshness(world.ports, home, subscription, stale)).toMatchObject({ raised: 0 });
    expect(alerts(world)).toHaveLength(1);
  });

  test('what lies outside of any subscription is told in the home subscription', async () => {
    const world = postureWorld();
    const stale = { 8: { verdicts: 1, resources: 1, since: seenAt.toISOString(), examples: [] } };
    await settleFreshness(world.ports, home, 'none', stale);
    expect(alerts(world)).toMatchObject([{ resourceId: `/subscriptions/${home.subscriptionId}` }]);
    await settleFreshness(world.ports, home, 'none', {});
    expect(alerts(world)).toMatchObject([{ status: 'Resolved' }]);
    expect(await world.ports.findings.freshness('none')).toMatchObject(partitionOf('/subscriptions/none'));
  });
});
