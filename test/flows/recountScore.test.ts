import { partitionOf } from '../../shared/core/documentIds';
import { applyJudgements } from '../../shared/flows/applyJudgements';
import { judgePartition } from '../../shared/flows/judgePartition';
import { enqueueRecount, recountScore } from '../../shared/flows/recountScore';
import { idOf } from '../core/posture/posture.samples';
import { bad, good, type PostureWorld, postureWorld, recommendations, subscription } from './postureWorld';

async function judgedWorld(): Promise<PostureWorld> {
  const world = postureWorld();
  for (const resource of [good('a'), bad('b')]) {
    await world.see(resource);
    await judgePartition(world.ports, recommendations, partitionOf(resource.id));
  }
  return world;
}

const recount = (world: PostureWorld) => recountScore(world.ports, recommendations, subscription);
const minutesPass = (world: PostureWorld, minutes: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000);
};

async function spoil(world: PostureWorld): Promise<void> {
  await world.ports.findings.save([{ ...world.score()!, pairs: 9, controls: {} }]);
}

describe('recountScore', () => {
  test('counters that are right stay as they are', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    const before = world.score();
    expect(await recount(world)).toMatchObject({ outcome: 'exact', judgements: 2 });
    expect(world.score()).toEqual(before);
  });

  test('a difference is only suspected at first and counted again later', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    expect(await recount(world)).toMatchObject({ outcome: 'suspected', drift: { pairs: -5 } });
    expect(world.score()!.pairs).toBe(9);
    expect(world.work).toEqual([{ message: { kind: 'recount', subscriptionId: subscription }, delaySeconds: 901 }]);
  });

  test('the same difference a quarter of an hour later is repaired, with the change of the score', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    await recount(world);
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'repaired' });
    expect(world.score()).toMatchObject({ pairs: 4, controls: { enableEncryptionAtRest: { healthy: 2 } } });
    expect(world.outbox().at(-1)!.item).toMatchObject({ of: 'score', change: { reasons: [], source: 'recount' } });
    expect(await recount(world)).toMatchObject({ outcome: 'exact' });
  });

  test('a drift is told in the day of the history, also after it was repaired', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    const drift = async () => (await world.ports.findings.scoreDay(subscription, '2026-11-21'))?.day.drift;
    await recount(world);
    expect(await drift()).toMatchObject({
      outcome: 'suspected',
      controls: ['enableEncryptionAtRest', 'encryptDataInTransit'],
    });
    minutesPass(world, 16);
    await recount(world);
    await recount(world);
    expect(await drift()).toMatchObject({ outcome: 'repaired' });
  });

  test('a count that finds other recommendations counts than are kept repairs those too', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await world.ports.findings.save([{ ...world.score()!, assessments: {}, sole: {} }]);
    expect(await recount(world)).toMatchObject({ outcome: 'suspected' });
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'repaired' });
    expect(world.score()).toMatchObject({
      assessments: { 'test/transit': { healthy: 1, unhealthy: 1 }, 'test/rest': { healthy: 2 } },
      sole: { 'encryptDataInTransit|test/transit': { healthy: 1, out: 0 } },
    });
  });

  test('a day on which nothing moves has its document by the timer, written once', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    world.clock.now = new Date('2026-11-23T00:47:00.000Z');
    await recount(world);
    const before = await world.ports.findings.scoreDay(subscription, '2026-11-23');
    expect(before).toMatchObject({ day: { score: { max: 8, current: 6 }, weight: 4, controlTable: '2025-11' } });
    minutesPass(world, 360);
    await recount(world);
    expect(await world.ports.findings.scoreDay(subscription, '2026-11-23')).toEqual(before);
  });

  test('the same difference too soon is not yet repaired', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    await recount(world);
    minutesPass(world, 5);
    expect(await recount(world)).toMatchObject({ outcome: 'suspected' });
    expect(world.work).toHaveLength(1);
  });

  test('judgements that the feed has not brought yet are not counted twice', async () => {
    const world = await judgedWorld();
    expect(await recount(world)).toMatchObject({ outcome: 'suspected' });
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'exact' });
    expect(world.score()!.pairs).toBe(4);
  });

  test('a removal on its way is not taken for a drift', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    const seen = world.findingFeed.length;
    await world.lose(bad('b'));
    await judgePartition(world.ports, recommendations, partitionOf(idOf('b')));
    expect(await recount(world)).toMatchObject({ outcome: 'suspected' });
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(seen));
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'exact' });
    expect(world.score()!.pairs).toBe(2);
  });

  test('another difference at the second count is a new suspicion', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    await recount(world);
    await world.ports.findings.save([{ ...world.score()!, pairs: 10 }]);
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'suspected' });
    minutesPass(world, 16);
    expect(await recount(world)).toMatchObject({ outcome: 'repaired' });
  });

  test('counters that move while they are counted are left alone', async () => {
    const world = await judgedWorld();
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    await spoil(world);
    await recount(world);
    minutesPass(world, 16);
    const { findings } = world.ports;
    const judgements: typeof findings.judgements = async (scope, options) => {
      await findings.save([world.score()!]);
      return findings.judgements(scope, options);
    };
    const ports = { ...world.ports, findings: { ...findings, judgements } };
    expect(await recountScore(ports, recommendations, subscription)).toMatchObject({ outcome: 'overtaken' });
    expect(world.score()!.pairs).toBe(9);
  });

  test('a subscription without anything judged has nothing to repair', async () => {
    const world = postureWorld();
    expect(await recount(world)).toMatchObject({ outcome: 'exact', judgements: 0 });
    expect(world.findings()).toEqual([]);
  });

  test('the timer asks for every known subscription and for what lies outside of them', async () => {
    const world = postureWorld();
    await world.ports.settings.addSubscription({
      id: `subscription|${subscription}`,
      kind: 'subscription',
      scope: `/subscriptions/${subscription}`,
      workspaceId: 'w1',
      subscriptionId: subscription,
      displayName: 'Shop',
      tenantId: '00000000-0000-0000-0000-000000000000',
      managementGroups: [],
    });
    expect(await enqueueRecount(world.ports)).toEqual({ subscriptions: 2 });
    expect(world.work.map(({ message }) => message)).toEqual([
      { kind: 'recount', subscriptionId: subscription },
      { kind: 'recount', subscriptionId: 'none' },
    ]);
  });
});
