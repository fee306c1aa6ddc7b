import fc from 'fast-check';
import { partitionOf } from '../../shared/core/documentIds';
import { recommendationsByKey } from '../../shared/core/posture/score/controlContribution';
import { type Counters, countersOf, noCounters, sumCounters } from '../../shared/core/posture/score/scoreCounters';
import { applyJudgements } from '../../shared/flows/applyJudgements';
import { codesOf } from '../../shared/core/posture/score/countedCodes';
import { countersIn } from '../../shared/flows/saveScore';
import { judgePartition } from '../../shared/flows/judgePartition';
import { recountScore } from '../../shared/flows/recountScore';
import type { ScoreChangeDocument, ScoreDayDocument } from '../../shared/model/documents/score';
import { idOf, recommend, thing } from '../core/posture/posture.samples';
import { bad, good, type PostureWorld, postureWorld, recommendations, subscription } from './postureWorld';

/** Judged, but not among the recommendations that score. */
const custom = recommend('policy/own', ['enableMfa']);

const judge = (world: PostureWorld, name: string) =>
  judgePartition(world.ports, recommendations, partitionOf(idOf(name)));

const changes = (world: PostureWorld) =>
  world.findingFeed.filter((one): one is ScoreChangeDocument => one.kind === 'scoreChange');

const recount = (world: PostureWorld) => {
  const known = recommendationsByKey(recommendations);
  const judgements = world.findings().flatMap((one) => (one.kind === 'judgement' ? [one.judgement] : []));
  return sumCounters(judgements.map((judgement) => countersOf(codesOf(judgement), known)));
};

const kept = (world: PostureWorld): Counters => {
  const score = world.score();
  return score ? countersIn(score) : noCounters;
};

describe('applyJudgements', () => {
  test('keeps counters per control in the partition of the subscription', async () => {
    const world = postureWorld();
    for (const resource of [good('a'), bad('b')]) await world.see(resource);
    for (const name of ['a', 'b']) await judge(world, name);
    const summary = await applyJudgements(world.ports, recommendations, world.findingFeed);
    expect(summary).toEqual({ changes: 2, repeated: 0, moved: 1 });
    expect(world.score()).toMatchObject({
      subscriptionId: subscription,
      rootId: `/subscriptions/${subscription}`,
      pairs: 4,
      controls: {
        encryptDataInTransit: { healthy: 1, unhealthy: 1, notApplicable: 0 },
        enableEncryptionAtRest: { healthy: 2, unhealthy: 0, notApplicable: 0 },
      },
    });
  });

  test('a batch that comes again counts once', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    const batch = [...world.findingFeed];
    await applyJudgements(world.ports, recommendations, batch);
    const once = world.score();
    const again = await applyJudgements(world.ports, recommendations, batch);
    expect(again).toEqual({ changes: 1, repeated: 1, moved: 0 });
    expect(world.score()).toEqual(once);
  });

  test('a batch that comes again with more in it adds only what is new', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    await world.see(bad('b'));
    await judge(world, 'b');
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    expect(world.score()!.controls['encryptDataInTransit']).toEqual({ healthy: 0, unhealthy: 2, notApplicable: 0 });
  });

  test('says what moved the score, with the resource and the codes', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    const seen = world.findingFeed.length;
    await world.see(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(seen));
    expect(changes(world).at(-1)!.change).toMatchObject({
      before: { max: 8, current: 8, percentage: 1 },
      after: { max: 8, current: 4, percentage: 0.5 },
      controls: [{ control: 'encryptDataInTransit', before: { current: 4 }, after: { current: 0 } }],
      reasons: [{ resourceId: idOf('a'), recommendation: 'test/transit', before: 'Healthy', after: 'Unhealthy' }],
    });
  });

  test('the change and its outbox document carry the version of the counters', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    const { version } = world.score()!;
    const outbox = world.outbox().at(-1)!;
    expect(changes(world)[0]).toMatchObject({ id: `scoreChange|${version}`, ttl: 400 * 86_400 });
    expect(outbox).toMatchObject({ id: `outbox|score|${version}`, itemId: 'score', item: { of: 'score', pairs: 2 } });
  });

  test('counters that move no score are kept without a change', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    await world.see(good('b'));
    await judge(world, 'b');
    const summary = await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    expect(summary.moved).toBe(0);
    expect(world.score()!.pairs).toBe(4);
    expect(changes(world)).toHaveLength(1);
  });

  test('a resource that is gone leaves the counters', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    await world.lose(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(0, 2));
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(2, 4));
    expect(kept(world)).toEqual(noCounters);
    expect(changes(world).at(-1)!.change.reasons).toContainEqual({
      resourceId: idOf('a'),
      recommendation: 'test/transit',
      before: 'Unhealthy',
      after: null,
      because: 'ResourceRemoved',
      points: 0,
      maxPoints: -4,
    });
  });

  test('redoes its sum when the counters moved meanwhile', async () => {
    const world = postureWorld();
    for (const name of ['a', 'b']) {
      await world.see(bad(name));
      await judge(world, name);
    }
    const [first, second] = [world.findingFeed.slice(0, 2), world.findingFeed.slice(2, 4)];
    await Promise.all([first, second].map((batch) => applyJudgements(world.ports, recommendations, batch)));
    expect(world.score()!.controls['encryptDataInTransit']!.unhealthy).toBe(2);
  });

  test('counters below zero ask for a recount', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    await world.lose(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(2));
    expect(world.work).toEqual([{ message: { kind: 'recount', subscriptionId: subscription }, delaySeconds: 0 }]);
  });

  test('a batch with very many verdicts is counted in pieces', async () => {
    const world = postureWorld();
    for (let at = 0; at < 600; at++) {
      await world.see(bad(`r${at}`));
      await judge(world, `r${at}`);
    }
    const batch = [...world.findingFeed];
    await applyJudgements(world.ports, recommendations, batch);
    await applyJudgements(world.ports, recommendations, batch);
    expect(kept(world)).toEqual(recount(world));
    expect(world.score()!.applied).toHaveLength(2);
  });

  test('a mitigated resource counts as healthy, a waived one not at all, and the explanation says so', async () => {
    const world = postureWorld();
    for (const name of ['a', 'b']) {
      await world.see(bad(name));
      await judge(world, name);
    }
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    const exempt = async (name: string, state: string) => {
      const seen = world.findingFeed.length;
      await world.see(thing(name, { 'test/transit': state, 'test/rest': 'good' }));
      await judge(world, name);
      await applyJudgements(world.ports, recommendations, world.findingFeed.slice(seen));
    };
    await exempt('a', 'mitigated');
    expect(world.score()!.controls['encryptDataInTransit']).toEqual({ healthy: 1, unhealthy: 1, notApplicable: 0 });
    expect(changes(world).at(-1)!.change.reasons).toMatchObject([
      { resourceId: idOf('a'), before: 'Unhealthy', after: 'Mitigated', because: 'Exempted', points: 2 },
    ]);
    await exempt('a', 'waived');
    expect(world.score()!.controls['encryptDataInTransit']).toEqual({ healthy: 0, unhealthy: 1, notApplicable: 1 });
    expect(world.score()!.assessments!['test/transit']).toMatchObject({ unhealthy: 1, exempt: 1 });
    await exempt('a', 'bad');
    expect(changes(world).at(-1)!.change).toMatchObject({ after: { current: 4 } });
    expect(kept(world)).toEqual(recount(world));
  });

  test('a custom policy is counted for itself and never moves the score', async () => {
    const world = postureWorld();
    await world.see(thing('a', { 'policy/own': 'bad' }));
    await judgePartition(world.ports, [custom], partitionOf(idOf('a')));
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    expect(world.score()).toMatchObject({ controls: {}, pairs: 0, assessments: { 'policy/own': { unhealthy: 1 } } });
    expect(changes(world)).toEqual([]);
  });

  test('the day holds the score at its end, with one document for each day', async () => {
    const world = postureWorld();
    const days = () => world.findings().filter((one): one is ScoreDayDocument => one.kind === 'scoreDay');
    const see = async (resource: ReturnType<typeof good>) => {
      const seen = world.findingFeed.length;
      await world.see(resource);
      await judge(world, resource.name);
      await applyJudgements(world.ports, recommendations, world.findingFeed.slice(seen));
    };
    await see(good('a'));
    await see(bad('a'));
    expect(days()).toMatchObject([
      {
        id: 'scoreDay|2026-11-21',
        version: 20261121,
        ttl: 400 * 86_400,
        day: { score: { max: 8, current: 4 }, weight: 2 },
      },
    ]);
    world.clock.now = new Date('2026-11-22T00:00:01.000Z');
    await see(good('a'));
    expect(days().map(({ day }) => [day.day, day.score.current])).toEqual([
      ['2026-11-21', 4],
      ['2026-11-22', 8],
    ]);
  });

  test('a score of before recommendations were counted is kept on and put right by a recount', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed);
    const { assessments: _assessments, sole: _sole, ...old } = world.score()!;
    await world.ports.findings.save([old]);
    const seen = world.findingFeed.length;
    await world.see(good('a'));
    await judge(world, 'a');
    await applyJudgements(world.ports, recommendations, world.findingFeed.slice(seen));
    expect(world.score()!.controls).toEqual(recount(world).controls);
    expect(world.work).toHaveLength(1);
    await recountScore(world.ports, recommendations, subscription);
    world.clock.now = new Date(world.clock.now.getTime() + 1_000_000);
    expect(await recountScore(world.ports, recommendations, subscription)).toMatchObject({ outcome: 'repaired' });
    expect(kept(world)).toEqual(recount(world));
  });

  test('long names are counted in more pieces, so that no document becomes too large', async () => {
    const world = postureWorld();
    const long = 'n'.repeat(1_500);
    for (let at = 0; at < 300; at++) {
      await world.see(bad(`${long}${at}`));
      await judge(world, `${long}${at}`);
    }
    await applyJudgements(world.ports, recommendations, [...world.findingFeed]);
    const sizes = world.findingFeed
      .filter(({ kind }) => kind === 'scoreChange')
      .map((one) => JSON.stringify(one).length);
    expect(world.score()!.applied.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(600_000);
    expect(kept(world)).toEqual(recount(world));
  });

  test('whatever happens and however the feed is cut and repeated, the counters equal a recount', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const state = fc.constantFrom('good', 'bad', 'unknown', 'mitigated', 'waived', 'gone');
    const step = fc.record({
      name,
      transit: state,
      rest: state,
      own: state,
      deliver: fc.boolean(),
      repeat: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = postureWorld();
        let [from, to] = [0, 0];
        const deliver = (start: number, end: number) =>
          applyJudgements(world.ports, recommendations, world.findingFeed.slice(start, end));
        for (const one of [
          ...steps,
          { name: 'a', transit: 'bad', rest: 'bad', own: 'bad', deliver: true, repeat: false },
        ]) {
          const states = { 'test/transit': one.transit, 'test/rest': one.rest, 'policy/own': one.own };
          const resource = thing(one.name, states);
          await (one.transit === 'gone' ? world.lose(resource) : world.see(resource));
          await judgePartition(world.ports, [...recommendations, custom], partitionOf(idOf(one.name)));
          if (one.repeat) await deliver(from, to);
          if (!one.deliver) continue;
          [from, to] = [to, world.findingFeed.length];
          await deliver(from, to);
        }
        expect(kept(world)).toEqual(recount(world));
      }),
      { numRuns: 60 },
    );
  });
});
