import { enqueuePolicyReads } from '../../../shared/flows/policies/enqueuePolicyReads';
import { savePolicyAssignment } from '../../../shared/flows/policies/saveAssignments';
import { assignmentId, atGroup, definitionId } from '../../core/posture/plan/policy.samples';
import { subscription } from '../../core/posture/posture.samples';
import { memoryPorts } from '../../doubles/memoryPorts';

const night = new Date('2026-11-22T02:15:00.000Z');
const other = '00000000-0000-0000-0000-00000000000e';

async function given(id: string, origin?: 'Azure') {
  const memory = memoryPorts();
  memory.clock.now = night;
  for (const subscriptionId of [subscription, other])
    await memory.ports.settings.addSubscription({
      kind: 'subscription',
      id: `subscription|${subscriptionId}`,
      workspaceId: 'w1',
      scope: `/subscriptions/${subscriptionId}`,
      subscriptionId,
      displayName: subscriptionId,
      tenantId: '00000000-0000-0000-0000-0000000000f1',
      managementGroups: subscriptionId === subscription ? ['Shops'] : [],
    });
  const properties = { policyDefinitionId: definitionId('state') };
  await savePolicyAssignment({ ports: memory.ports, workspaceId: 'w1' }, { id, properties, origin });
  return memory;
}

test.each([
  ['its own', assignmentId('a')],
  ['those of a management group', assignmentId('a', atGroup)],
])('a subscription with %s from Azure is read again once a day, and no other', async (_, id) => {
  const { ports, work, clock } = await given(id, 'Azure');
  expect(await enqueuePolicyReads(ports)).toEqual({ policyReads: 1 });
  expect(work.map(({ message }) => message)).toEqual([{ kind: 'importPolicies', subscriptionId: subscription }]);
  clock.now = new Date(night.getTime() + 3_600_000);
  expect(await enqueuePolicyReads(ports)).toEqual({ policyReads: 0 });
});

test('what somebody assigned here is nothing to read', async () => {
  const { ports } = await given(assignmentId('a'));
  expect(await enqueuePolicyReads(ports)).toEqual({ policyReads: 0 });
});
