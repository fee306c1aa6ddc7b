import { partitionOf } from '../../shared/core/documentIds';
import { enqueueReassess } from '../../shared/flows/reassess';
import { doWork } from '../../shared/flows/work';
import { idOf } from '../core/posture/posture.samples';
import { bad, home, postureWorld, recommendations, rest, subscription, transit } from './postureWorld';

describe('doWork', () => {
  test('reassessing judges every partition of the subscription, piece by piece', async () => {
    const world = postureWorld();
    for (let at = 0; at < 250; at++) await world.see(bad(`r${at}`));
    let judged = 0;
    world.work.push({ message: { kind: 'reassessSubscription', subscriptionId: subscription }, delaySeconds: 0 });
    for (let next = world.work.shift(); next; next = world.work.shift()) {
      judged += ((await doWork(world.ports, recommendations, next.message, home)) as { changed: number }).changed;
    }
    expect(judged).toBe(250);
  });

  test('reassessing finds what a new recommendation says of resources that did not change', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    const message = { kind: 'reassessSubscription', subscriptionId: subscription } as const;
    await doWork(world.ports, [rest], message, home);
    expect(await doWork(world.ports, [rest, transit], message, home)).toMatchObject({ changed: 1 });
    expect(await doWork(world.ports, [rest, transit], message, home)).toMatchObject({ changed: 0 });
  });

  test('old snapshots are reported', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    world.clock.now = new Date(world.clock.now.getTime() + 49 * 3_600_000);
    await doWork(world.ports, recommendations, { kind: 'reassessSubscription', subscriptionId: subscription }, home);
    expect(world.log).toMatchObject([{ level: 'warn', facts: { verdicts: 2 } }]);
  });

  test('judges one partition', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    const message = { kind: 'judge', partition: partitionOf(idOf('a')) } as const;
    expect(await doWork(world.ports, recommendations, message, home)).toMatchObject({ changed: 1 });
  });

  test('counts one subscription', async () => {
    const world = postureWorld();
    const message = { kind: 'recount', subscriptionId: subscription } as const;
    expect(await doWork(world.ports, recommendations, message, home)).toMatchObject({ outcome: 'exact' });
  });

  test('the timer asks for a piece per subscription', async () => {
    const world = postureWorld();
    await enqueueReassess(world.ports);
    expect(world.work).toEqual([
      { message: { kind: 'reassessSubscription', subscriptionId: 'none' }, delaySeconds: 0 },
    ]);
  });
});
