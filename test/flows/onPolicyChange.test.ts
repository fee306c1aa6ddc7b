import { partitionOf } from '../../shared/core/documentIds';
import { policyVerdictKey } from '../../shared/core/posture/plan/policyUnit';
import { judgePartition } from '../../shared/flows/judgePartition';
import { onPolicyChange } from '../../shared/flows/onPolicyChange';
import { onResourceChange } from '../../shared/flows/onResourceChange';
import { judgedMemory } from '../../shared/flows/judgedMemory';
import { onSettingChange } from '../../shared/flows/onSettingChange';
import { createPostureDirectory } from '../../shared/flows/postureDirectory';
import {
  savePolicyAssignment,
  savePolicyExemption,
  saveRecommendationSettings,
} from '../../shared/flows/policies/saveAssignments';
import { savePolicyDefinition } from '../../shared/flows/policies/saveDefinitions';
import { removePolicy } from '../../shared/flows/policies/storePolicy';
import { recommendationSettingsId } from '../../shared/model/policyId';
import {
  assignmentId,
  atGroup,
  atSubscription,
  definitionId,
  exemptionId,
  ruleOf,
  stateDefinition,
  tagged,
} from '../core/posture/plan/policy.samples';
import { idOf, subscription } from '../core/posture/posture.samples';
import { policyWorld } from './policyWorld';
import { bad, good, recommendations } from './postureWorld';

const key = policyVerdictKey(assignmentId('a'), '');
const reassess = expect.objectContaining({ kind: 'reassessSubscription', subscriptionId: subscription });
const assignment = (properties: object = {}) => ({
  id: assignmentId('a'),
  properties: { policyDefinitionId: definitionId('state'), ...properties },
});
const exemption = (properties: object = {}, at = idOf('a')) => ({
  id: exemptionId('x', at),
  properties: { policyAssignmentId: assignmentId('a'), exemptionCategory: 'Waiver', ...properties },
});

async function assignedWorld() {
  const world = await policyWorld();
  await world.see(tagged(bad('a'), 'bad'));
  await world.see(tagged(good('b'), 'good'));
  await savePolicyAssignment(world.writer, assignment());
  await world.settle();
  return world;
}

describe('an assignment', () => {
  test('is judged at once in its subscription, and again when everybody knows of it', async () => {
    const world = await policyWorld();
    await world.see(tagged(bad('a'), 'bad'));
    await savePolicyAssignment(world.writer, assignment());
    expect(await world.settle()).toEqual([reassess]);
    expect(await world.verdict(idOf('a'), key)).toMatchObject({ code: 'Unhealthy', cause: 'NonCompliant' });
    expect(world.work.at(-1)).toMatchObject({ message: { kind: 'reassessSubscription' }, delaySeconds: 40 });
  });

  test('of a management group is judged in every subscription below it, and in no other', async () => {
    const world = await policyWorld();
    for (const [at, groups] of [
      [2, ['/providers/Microsoft.Management/managementGroups/shops']],
      [3, ['other']],
    ] as const) {
      const subscriptionId = `00000000-0000-0000-0000-00000000000${at}`;
      await world.ports.settings.addSubscription({
        id: `s${at}`,
        kind: 'subscription',
        scope: `/subscriptions/${subscriptionId}`,
        workspaceId: 'w1',
        subscriptionId,
        displayName: 'x',
        tenantId: 't',
        managementGroups: [...groups],
      });
    }
    await savePolicyAssignment(world.writer, { ...assignment(), id: assignmentId('a', atGroup) });
    const messages = await world.settle();
    expect(messages.map((one) => 'subscriptionId' in one && one.subscriptionId)).toEqual([
      subscription,
      '00000000-0000-0000-0000-000000000002',
    ]);
  });

  test('that is removed takes its verdicts along, and the outbox tells of it', async () => {
    const world = await assignedWorld();
    expect(await removePolicy(world.ports, assignmentId('A'))).toBe(true);
    await world.settle();
    expect(await world.verdict(idOf('a'), key)).toBeUndefined();
    const last = world
      .outbox()
      .find(
        ({ resourceId, item }) =>
          resourceId === idOf('a') &&
          !(key in (item as { after: object }).after) &&
          key in (item as { before: object }).before,
      );
    expect(last).toBeDefined();
  });

  test('alone on a resource takes the whole judgement along', async () => {
    const world = await policyWorld();
    const lone = { ...tagged(bad('a'), 'bad'), type: 'Microsoft.Test/lone', id: idOf('a', 'Microsoft.Test/lone') };
    await world.see(lone);
    const rule = ruleOf({ field: 'type', equals: 'Microsoft.Test/lone' });
    await savePolicyDefinition(world.writer, {
      id: definitionId('lone'),
      properties: { mode: 'All', policyRule: rule },
    });
    await savePolicyAssignment(world.writer, assignment({ policyDefinitionId: definitionId('lone') }));
    await world.settle();
    expect(await world.verdict(lone.id, key)).toMatchObject({ code: 'Unhealthy' });
    await removePolicy(world.ports, assignmentId('a'));
    await world.settle();
    expect(world.findings().filter(({ kind }) => kind === 'judgement')).toEqual([]);
    expect(world.outbox().at(-1)!.item).toMatchObject({ removed: true, before: { [key]: 'Unhealthy' } });
  });

  test('that comes back after its removal is another one', async () => {
    const world = await assignedWorld();
    await removePolicy(world.ports, assignmentId('a'));
    const { created } = await savePolicyAssignment(world.writer, assignment());
    expect(created).toBe(true);
    await world.settle();
    expect(await world.verdict(idOf('a'), key)).toMatchObject({ code: 'Unhealthy' });
  });
});

describe('a definition', () => {
  test('that changes is judged anew where it is assigned', async () => {
    const world = await assignedWorld();
    const rule = ruleOf({ field: 'type', equals: 'Microsoft.Test/nothing' });
    await savePolicyDefinition(world.writer, { id: definitionId('state'), properties: { policyRule: rule } });
    expect(await world.settle()).toEqual([reassess]);
    expect(await world.verdict(idOf('a'), key)).toBeUndefined();
  });

  test('that nobody assigned touches nothing', async () => {
    const world = await assignedWorld();
    await savePolicyDefinition(world.writer, { id: definitionId('other'), properties: stateDefinition('other') });
    expect(await world.settle()).toEqual([]);
  });
});

describe('an exemption', () => {
  test('of a resource judges its partition and no other', async () => {
    const world = await assignedWorld();
    await savePolicyExemption(world.writer, exemption());
    expect(await world.settle()).toEqual([
      expect.objectContaining({ kind: 'judge', partition: partitionOf(idOf('a')) }),
    ]);
    expect(await world.verdict(idOf('a'), key)).toMatchObject({
      code: 'NotApplicable',
      cause: 'Exempt',
      exemption: { category: 'Waiver', code: 'Unhealthy' },
    });
  });

  test('of a resource group judges what lies in it', async () => {
    const world = await assignedWorld();
    await savePolicyExemption(world.writer, exemption({}, `${atSubscription}/resourceGroups/Shop`));
    const messages = await world.settle();
    expect(messages.every(({ kind }) => kind === 'judge')).toBe(true);
    expect(messages).toContainEqual(expect.objectContaining({ partition: partitionOf(idOf('b')) }));
  });

  test('opens again when it ends, by itself', async () => {
    const world = await assignedWorld();
    const end = new Date(world.clock.now.getTime() + 3_600_000);
    await savePolicyExemption(world.writer, exemption({ expiresOn: end.toISOString() }));
    await world.settle();
    await world.until(new Date(end.getTime() - 1));
    expect(await world.verdict(idOf('a'), key)).toMatchObject({ cause: 'Exempt' });
    world.clock.now = new Date(end.getTime() - 3_600_000);
    await world.until(end);
    expect(await world.verdict(idOf('a'), key)).toMatchObject({ code: 'Unhealthy', cause: 'NonCompliant' });
  });

  test('that ends later than a message can wait opens with the next round of the timer', async () => {
    const world = await assignedWorld();
    const end = new Date(world.clock.now.getTime() + 10 * 24 * 3_600_000);
    await savePolicyExemption(world.writer, exemption({ expiresOn: end.toISOString() }));
    await world.settle();
    expect(world.work.every(({ delaySeconds }) => delaySeconds <= 40)).toBe(true);
    const round = async () => {
      await judgePartition(world.ports, world.directory, partitionOf(idOf('a')));
      return (await world.verdict(idOf('a'), key))!.cause;
    };
    world.clock.now = new Date(end.getTime() - 1);
    expect(await round()).toBe('Exempt');
    world.clock.now = end;
    expect(await round()).toBe('NonCompliant');
  });

  test('that changes its category is told, although the code is the same', async () => {
    const world = await assignedWorld();
    await savePolicyExemption(world.writer, exemption());
    await world.settle();
    await savePolicyExemption(world.writer, exemption({ exemptionCategory: 'Mitigated' }));
    await world.settle();
    expect((await world.verdict(idOf('a'), key))!.exemption!.category).toBe('Mitigated');
  });
});

describe('a shipped recommendation', () => {
  const keys = new Set(recommendations.map(({ key: one }) => one));
  const turn = (world: Awaited<ReturnType<typeof policyWorld>>, scope: string, state: string) =>
    saveRecommendationSettings(world.writer, keys, {
      scope,
      properties: { recommendations: { 'test/transit': { state } } },
    });

  test('that is switched off above is off below, until a nearer scope switches it on', async () => {
    const world = await assignedWorld();
    await turn(world, atGroup, 'Off');
    expect(await world.settle()).toEqual([reassess]);
    expect(await world.verdict(idOf('a'), 'test/transit')).toMatchObject({
      code: 'NotApplicable',
      cause: 'OffByPolicy',
    });
    await turn(world, atSubscription, 'On');
    await world.settle();
    expect(await world.verdict(idOf('a'), 'test/transit')).toMatchObject({ code: 'Unhealthy' });
    await removePolicy(world.ports, recommendationSettingsId(atSubscription));
    await world.settle();
    expect(await world.verdict(idOf('a'), 'test/transit')).toMatchObject({ cause: 'OffByPolicy' });
  });
});

describe('what others know', () => {
  test('an instance with older knowledge judges by the new one when a message says since when', async () => {
    const world = await assignedWorld();
    const other = createPostureDirectory(world.ports, recommendations);
    await other.of(subscription);
    await removePolicy(world.ports, assignmentId('a'));
    const partition = partitionOf(idOf('a'));
    await judgePartition(world.ports, other, partition);
    expect(await world.verdict(idOf('a'), key)).toBeDefined();
    await world.see(tagged(good('b'), 'bad'));
    await judgePartition(world.ports, other, partition, world.clock.now.toISOString());
    expect(await world.verdict(idOf('a'), key)).toBeUndefined();
  });

  test('knowledge is half a minute old at most', async () => {
    const world = await assignedWorld();
    await removePolicy(world.ports, assignmentId('a'));
    expect((await world.directory.of(subscription)).units).toHaveLength(1);
    world.clock.now = new Date(world.clock.now.getTime() + 30_000);
    expect((await world.directory.of(subscription)).units).toHaveLength(0);
  });

  test('a scope without changes is not read again, and its assignments are not compiled again', async () => {
    const world = await assignedWorld();
    const [before] = (await world.directory.of(subscription)).units;
    const list = jest.spyOn(world.ports.policies, 'list');
    world.directory.forget();
    expect((await world.directory.of(subscription)).units[0]).toBe(before);
    expect(list).not.toHaveBeenCalled();
  });

  test('what a process has judged is judged again when a policy changes', async () => {
    const world = await assignedWorld();
    const memory = judgedMemory();
    await onResourceChange(world.ports, world.directory, world.resourceFeed, memory);
    await removePolicy(world.ports, assignmentId('a'));
    await world.settle();
    expect(await world.verdict(idOf('a'), key)).toBeUndefined();
  });

  test('documents that are no policies touch nothing', async () => {
    const world = await policyWorld();
    const sent = world.work.length;
    await onPolicyChange(world.ports, world.directory, [{ kind: 'policyRevision' }]);
    expect(world.work).toHaveLength(sent);
  });

  test('plans and places among management groups are settings that touch a subscription', async () => {
    const world = await policyWorld();
    const scope = `/subscriptions/${subscription}`;
    const changes = [
      { kind: 'plans', scope },
      { kind: 'subscription', scope },
      { kind: 'automation', scope },
    ];
    expect(await onSettingChange(world.ports, world.directory, changes)).toEqual({ subscriptions: 1 });
    expect(world.work.slice(-2)).toEqual([
      { message: reassess, delaySeconds: 0 },
      { message: reassess, delaySeconds: 40 },
    ]);
  });

  test('they do nothing when telemetry alone has told of a subscription', async () => {
    const world = await policyWorld();
    const scope = `/subscriptions/${subscription}`;
    const told = { kind: 'subscription', scope, subscriptionId: subscription, displayName: subscription };
    expect(await onSettingChange(world.ports, world.directory, [told])).toEqual({ subscriptions: 0 });
    expect(await onSettingChange(world.ports, world.directory, [{ ...told, displayName: 'Shop' }])).toEqual({
      subscriptions: 1,
    });
  });
});
