import { partitionOf } from '../../shared/core/documentIds';
import { judgePartition } from '../../shared/flows/judgePartition';
import { judgedMemory } from '../../shared/flows/judgedMemory';
import { onResourceChange } from '../../shared/flows/onResourceChange';
import { Conflict } from '../../shared/flows/ports/portErrors';
import type { JudgementDocument } from '../../shared/model/documents/findings';
import { idOf, recommend, thing } from '../core/posture/posture.samples';
import { bad, good, postureWorld, recommendations } from './postureWorld';

const partition = partitionOf(idOf('a'));

describe('judgePartition', () => {
  test('saves a judgement together with its outbox document', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judgePartition(world.ports, recommendations, partition);
    const [judgement, outbox] = world.findingFeed;
    expect(judgement).toMatchObject({ kind: 'judgement', resourceId: idOf('a'), ...partition });
    expect(outbox).toMatchObject({
      kind: 'outbox',
      id: `outbox|${judgement!.id}|${(judgement as JudgementDocument).version}`,
      itemId: judgement!.id,
      ttl: 604_800,
      item: {
        of: 'judgement',
        before: {},
        after: { 'test/transit': 'Unhealthy', 'test/rest': 'Healthy' },
        removed: false,
      },
    });
  });

  test('writes nothing when a snapshot was only seen again', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    await judgePartition(world.ports, recommendations, partition);
    await world.see(good('a'));
    const summary = await judgePartition(world.ports, recommendations, partition);
    expect(summary).toEqual({ judged: 1, changed: 0, removed: 0, stale: 0, staleness: {} });
    expect(world.findingFeed).toHaveLength(2);
  });

  test('the next version tells the codes before and after', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    await judgePartition(world.ports, recommendations, partition);
    await world.see(bad('a'));
    await judgePartition(world.ports, recommendations, partition);
    const [first, second] = world.outbox();
    expect(second!.version).toBe(first!.version + 1);
    expect(second!.item).toMatchObject({
      before: { 'test/transit': 'Healthy' },
      after: { 'test/transit': 'Unhealthy' },
    });
  });

  test('takes the judgement of a resource that is gone away and says so', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judgePartition(world.ports, recommendations, partition);
    await world.lose(bad('a'));
    const summary = await judgePartition(world.ports, recommendations, partition);
    expect(summary).toMatchObject({ judged: 0, removed: 1 });
    expect(world.findings().some(({ kind }) => kind === 'judgement')).toBe(false);
    expect(world.outbox().at(-1)!.item).toMatchObject({
      removed: true,
      before: { 'test/transit': 'Unhealthy' },
      after: {},
    });
  });

  test('a resource that comes back is judged anew beside the outbox documents of its former life', async () => {
    const world = postureWorld();
    for (let life = 0; life < 3; life++) {
      await world.see(bad('a'));
      await judgePartition(world.ports, recommendations, partition);
      await world.lose(bad('a'));
      await judgePartition(world.ports, recommendations, partition);
    }
    expect(new Set(world.outbox().map(({ id }) => id)).size).toBe(6);
  });

  test('no recommendation that applies any more removes the judgement', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await judgePartition(world.ports, recommendations, partition);
    expect(await judgePartition(world.ports, [], partition)).toMatchObject({ removed: 1 });
  });

  test('a large partition is saved in several batches', async () => {
    const world = postureWorld();
    const child = (at: number) => ({ ...bad(`a/parts/${at}`), id: `${idOf('a')}/parts/${at}` });
    for (let at = 0; at < 130; at++) await world.see(child(at));
    expect(await judgePartition(world.ports, recommendations, partition)).toMatchObject({ changed: 130 });
    expect(await judgePartition(world.ports, recommendations, partition)).toMatchObject({ judged: 130, changed: 0 });
  });

  test('reads again and redoes what somebody else was faster with', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    await judgePartition(world.ports, recommendations, partition);
    await world.see(bad('a'));
    const { findings, resources } = world.ports;
    let raced = false;
    const load: typeof resources.load = async (wanted) => {
      const documents = await resources.load(wanted);
      if (!raced) {
        raced = true;
        await world.see(good('a'));
        await world.see(thing('a'));
        await judgePartition({ ...world.ports, resources }, recommendations, partition);
      }
      return documents;
    };
    await judgePartition({ ...world.ports, resources: { ...resources, load } }, recommendations, partition);
    const judgement = await findings.judgement(partition, idOf('a'));
    expect(judgement!.judgement.verdicts['test/transit']!.code).toBe('Unknown');
  });

  test('gives up with the conflict when it never wins, so that the door retries', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    const save = async () => {
      throw new Conflict('always');
    };
    const ports = { ...world.ports, findings: { ...world.ports.findings, save } };
    await expect(judgePartition(ports, recommendations, partition)).rejects.toThrow(Conflict);
  });

  test('counts verdicts whose snapshot is too old', async () => {
    const world = postureWorld();
    await world.see(good('a'));
    world.clock.now = new Date(world.clock.now.getTime() + 25 * 3_600_000);
    expect(await judgePartition(world.ports, recommendations, partition)).toMatchObject({ stale: 2 });
  });

  test('a resource group is judged without reading what lies below it', async () => {
    const world = postureWorld();
    const group = { ...good('a'), id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Shop' };
    await world.see(group);
    await world.see(bad('a'));
    await judgePartition(world.ports, recommendations, partition);
    await judgePartition(world.ports, recommendations, partitionOf(group.id));
    expect(world.findings().filter(({ kind }) => kind === 'judgement')).toHaveLength(2);
    await world.lose(group);
    const removed = await judgePartition(world.ports, recommendations, partitionOf(group.id));
    expect(removed).toMatchObject({ removed: 1 });
  });
});

describe('onResourceChange', () => {
  test('judges every partition of a batch once', async () => {
    const world = postureWorld();
    for (const name of ['a', 'b', 'a']) await world.see(bad(name));
    const summary = await onResourceChange(world.ports, recommendations, world.resourceFeed);
    expect(summary).toEqual({
      partitions: 2,
      unchanged: 0,
      judged: 2,
      changed: 2,
      removed: 0,
      stale: 0,
      staleness: {},
    });
  });

  test('the same batch again changes nothing', async () => {
    const world = postureWorld();
    await world.see(bad('a'));
    await onResourceChange(world.ports, recommendations, world.resourceFeed);
    expect(await onResourceChange(world.ports, recommendations, world.resourceFeed)).toMatchObject({ changed: 0 });
  });

  test('a snapshot that shows nothing new is not judged again, and makes the resource fresh all the same', async () => {
    const world = postureWorld();
    const memory = judgedMemory();
    await world.see(bad('a'));
    await onResourceChange(world.ports, recommendations, world.resourceFeed, memory);
    await world.see(bad('a'));
    const again = await onResourceChange(world.ports, recommendations, world.resourceFeed.slice(-1), memory);
    expect(again).toMatchObject({ partitions: 0, unchanged: 1, judged: 0 });
    const [first, second] = world.resourceFeed;
    expect((await world.ports.resources.get(idOf('a')))!.observedAt).toBe(second!.observedAt);
    expect(second!.observedAt > first!.observedAt).toBe(true);
    expect(second!.changedAt).toBe(first!.observedAt);
  });

  test('a change and the change back are judged, also when only the last version is shown', async () => {
    const world = postureWorld();
    const memory = judgedMemory();
    await world.see(good('a'));
    await onResourceChange(world.ports, recommendations, world.resourceFeed, memory);
    // another process judges these
    await world.see(bad('a'));
    await onResourceChange(world.ports, recommendations, world.resourceFeed.slice(-1));
    for (let times = 0; times < 2; times += 1) await world.see(good('a'));
    const summary = await onResourceChange(world.ports, recommendations, world.resourceFeed.slice(-1), memory);
    expect(summary).toMatchObject({ unchanged: 0, changed: 1 });
  });

  test('a batch that failed is not remembered as judged', async () => {
    const world = postureWorld();
    const memory = judgedMemory();
    await world.see(bad('a'));
    const broken = {
      ...world.ports,
      resources: { ...world.ports.resources, load: () => Promise.reject(new Error('down')) },
    };
    await expect(onResourceChange(broken, recommendations, world.resourceFeed, memory)).rejects.toThrow('down');
    expect(await onResourceChange(world.ports, recommendations, world.resourceFeed, memory)).toMatchObject({
      judged: 1,
    });
  });

  test('a tombstone in the batch removes the judgement of a scope', async () => {
    const world = postureWorld();
    const scope = { ...good('x'), id: '/subscriptions/00000000-0000-0000-0000-000000000001' };
    await world.see(scope);
    await onResourceChange(world.ports, recommendations, world.resourceFeed);
    await world.lose(scope);
    expect(await onResourceChange(world.ports, recommendations, world.resourceFeed.slice(-1))).toMatchObject({
      removed: 1,
    });
  });

  test('a judge that reads its children sees a change of a child', async () => {
    const world = postureWorld();
    const parts = recommend('test/parts', ['enableMfa'], {
      judge: (_resource, graph) =>
        graph.ofType('Microsoft.Test/things/parts').length > 0 ? { code: 'Unhealthy' } : { code: 'Healthy' },
    });
    await world.see(good('a'));
    await onResourceChange(world.ports, [parts], world.resourceFeed);
    const child = { ...thing('a/parts/p'), id: `${idOf('a')}/parts/p`, type: 'Microsoft.Test/things/parts' };
    await world.see(child);
    expect(await onResourceChange(world.ports, [parts], world.resourceFeed.slice(-1))).toMatchObject({ changed: 1 });
  });
});
