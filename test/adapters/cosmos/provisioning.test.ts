import { provisioningStore } from '../../../shared/adapters/cosmos/provisioning';
import { agentDeploymentKey, autoProvisioningKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { AgentDeploymentDocument, AutoProvisioningDocument } from '../../../shared/model/agentDeployment';
import { idOf, subscription } from '../../core/posture/posture.samples';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());
const store = () => provisioningStore(cosmos.containers);

const at = '2026-11-21T10:00:00.000Z';
const setting: AutoProvisioningDocument = {
  kind: 'autoProvisioning',
  ...autoProvisioningKey(subscription),
  workspaceId: 'main',
  autoProvision: 'On',
  changedAt: at,
  changedBy: 'somebody',
};
const deployment = (name: string): AgentDeploymentDocument => ({
  kind: 'agentDeployment',
  ...agentDeploymentKey(idOf(name)),
  workspaceId: 'main',
  deployment: { machineId: idOf(name), state: 'running', attempts: 1, createdAt: at, changedAt: at },
});

test('a setting is kept, and a version that was replaced is not written over', async () => {
  expect(await store().setting(subscription)).toBeUndefined();
  const first = await store().saveSetting(setting);
  await expect(store().saveSetting(setting)).rejects.toThrow(Conflict);
  await store().saveSetting({ ...first, autoProvision: 'Off' });
  await expect(store().saveSetting({ ...first, autoProvision: 'On' })).rejects.toThrow(Conflict);
  expect((await store().setting(subscription.toUpperCase()))?.autoProvision).toBe('Off');
});

test('of two that begin the task of a machine one gets a Conflict', async () => {
  const made = await Promise.allSettled([1, 2, 3].map(() => store().saveDeployment(deployment('m1'))));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await store().deployment(idOf('M1')))?.deployment.attempts).toBe(1);
});

test('tasks of a subscription are listed page by page, beside nothing else', async () => {
  for (const name of ['m2', 'm3']) await store().saveDeployment(deployment(name));
  const { items } = await everything((options) => store().deployments(subscription, options), 1);
  expect(items.map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'agentDeployment'));
});
