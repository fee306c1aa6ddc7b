import { partitionOf } from '../../shared/core/documentIds';
import { collectionMark } from '../../shared/core/posture/inventory/collectionMark';
import { policyVerdictKey } from '../../shared/core/posture/plan/policyUnit';
import { judgePartition } from '../../shared/flows/judgePartition';
import { onResourceChange } from '../../shared/flows/onResourceChange';
import { savePolicyAssignment } from '../../shared/flows/policies/saveAssignments';
import { savePolicyDefinition } from '../../shared/flows/policies/saveDefinitions';
import type { JsonObject } from '../../shared/model/json';
import { assignmentId, atSubscription, definitionId, ruleOf, tagged } from '../core/posture/plan/policy.samples';
import { idOf, subscription, thing } from '../core/posture/posture.samples';
import { type PolicyWorld, policyWorld } from './policyWorld';

const key = policyVerdictKey(assignmentId('a'), '');
const isThing = { field: 'type', equals: 'Microsoft.Test/things' };
const related = (type: string): JsonObject =>
  ruleOf(isThing, {
    effect: 'auditIfNotExists',
    details: { type, existenceCondition: { field: 'tags.state', equals: 'good' } },
  });
const group = `${atSubscription}/resourceGroups/Shop`;

async function worldWith(policyRule: JsonObject): Promise<PolicyWorld> {
  const world = await policyWorld();
  await savePolicyDefinition(world.writer, { id: definitionId('d'), properties: { mode: 'All', policyRule } });
  await savePolicyAssignment(world.writer, {
    id: assignmentId('a'),
    properties: { policyDefinitionId: definitionId('d') },
  });
  await world.see(thing('a'));
  return world;
}

const guard = (name: string, state: string) => ({
  ...tagged(thing(name), state),
  id: idOf(name, 'Microsoft.Test/guards'),
  type: 'Microsoft.Test/guards',
});
const part = (state: string) => ({
  ...tagged(thing('p'), state),
  id: `${idOf('a')}/parts/p`,
  type: 'Microsoft.Test/things/parts',
});
const code = async (world: PolicyWorld) => {
  await judgePartition(world.ports, world.directory, partitionOf(idOf('a')), world.clock.now.toISOString());
  return world.verdict(idOf('a'), key);
};

describe('a policy that looks for a child', () => {
  test('finds it in the partition, with no other read', async () => {
    const world = await worldWith(related('Microsoft.Test/things/parts'));
    await world.see(part('good'));
    const list = jest.spyOn(world.ports.resources, 'list');
    expect(await code(world)).toMatchObject({ code: 'Healthy' });
    expect(list).not.toHaveBeenCalled();
  });

  test('cannot say that there is none while nobody collects such children', async () => {
    const world = await worldWith(related('Microsoft.Test/things/parts'));
    expect(await code(world)).toMatchObject({ code: 'Unknown', cause: 'RelatedNotCollected' });
    await world.see({ ...part('good'), id: `${idOf('b')}/parts/p` });
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    expect(await code(world)).toMatchObject({ code: 'Unhealthy' });
  });
});

describe('what the inventory noted', () => {
  const mark = (scope: string, name: string, types: string[] | undefined, outcome: 'complete' | 'refused') => ({
    ...collectionMark(scope, name, { outcome, ...(types && { types }) }),
    location: 'westeurope',
  });
  const parts = 'microsoft.test/things/parts';

  test('makes an empty list of children an answer', async () => {
    const world = await worldWith(related('Microsoft.Test/things/parts'));
    await world.see(mark(idOf('a'), parts, [parts], 'complete'));
    expect(await code(world)).toMatchObject({ code: 'Unhealthy' });
  });

  test('makes children that it may not read unknown, although others are known', async () => {
    const world = await worldWith(related('Microsoft.Test/things/parts'));
    await world.see(part('bad'));
    await world.see(mark(idOf('a'), parts, [parts], 'refused'));
    expect(await code(world)).toMatchObject({ code: 'Unknown', cause: 'RelatedNotCollected' });
  });

  test.each([
    ['complete', 'Unhealthy'],
    ['refused', 'Unknown'],
  ] as const)('of resources of a subscription counts when it is %s', async (outcome, expected) => {
    const world = await worldWith(related('Microsoft.Test/guards'));
    await world.see(mark(atSubscription, 'resources', undefined, outcome));
    expect(await code(world)).toMatchObject({ code: expected });
  });
});

describe('a policy that looks for a resource of the group', () => {
  test('reads that type beyond the partition', async () => {
    const world = await worldWith(related('Microsoft.Test/guards'));
    expect(await code(world)).toMatchObject({ code: 'Unknown', cause: 'RelatedNotCollected' });
    await world.see(guard('g', 'bad'));
    expect(await code(world)).toMatchObject({ code: 'Unhealthy' });
    await world.see(guard('h', 'good'));
    expect(await code(world)).toMatchObject({ code: 'Healthy' });
  });

  test('is judged again when such a resource changes, and not when another does', async () => {
    const world = await worldWith(related('Microsoft.Test/guards'));
    await world.settle();
    const sent = world.work.length;
    await onResourceChange(world.ports, world.directory, world.resourceFeed);
    expect(world.work).toHaveLength(sent);
    await world.see(guard('g', 'good'));
    await onResourceChange(world.ports, world.directory, world.resourceFeed.slice(-1));
    expect(world.work.slice(sent)).toEqual([
      {
        message: { kind: 'reassessSubscription', subscriptionId: subscription, since: expect.any(String) },
        delaySeconds: 0,
      },
    ]);
  });

  test('is not judged again when such a resource is only seen again, also by a process that knows nothing', async () => {
    const world = await worldWith(related('Microsoft.Test/guards'));
    await world.see(guard('g', 'good'));
    world.clock.now = new Date(world.clock.now.getTime() + 20 * 3_600_000);
    await world.see(guard('g', 'good'));
    const sent = world.work.length;
    await onResourceChange(world.ports, world.directory, world.resourceFeed.slice(-1));
    expect(world.work).toHaveLength(sent);
    await world.lose(guard('g', 'good'));
    await onResourceChange(world.ports, world.directory, world.resourceFeed.slice(-1));
    expect(world.work).toHaveLength(sent + 1);
  });
});

describe('a policy that reads the resource group', () => {
  const rule = ruleOf({ allOf: [isThing, { value: '[resourceGroup().tags.state]', notEquals: 'good' }] });

  test('is Unknown until the group is known', async () => {
    const world = await worldWith(rule);
    expect(await code(world)).toMatchObject({ code: 'Unknown', cause: 'GroupNotCollected' });
    await world.see({
      ...tagged(thing('Shop'), 'good'),
      id: group,
      type: 'Microsoft.Resources/subscriptions/resourceGroups',
    });
    expect(await code(world)).toMatchObject({ code: 'Healthy' });
  });
});

test('resources of a tenant without subscription are judged by what is shipped', async () => {
  const world = await policyWorld();
  const machine = { ...thing('m'), id: '/machines/m' };
  await world.see(machine);
  expect(await judgePartition(world.ports, world.directory, partitionOf('/machines/m'))).toMatchObject({ judged: 1 });
});
