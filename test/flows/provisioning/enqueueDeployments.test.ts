import { recommendation } from '../../../content/recommendations/machine/agentInstalled';
import { autoProvisioningKey, partitionOf } from '../../../shared/core/documentIds';
import { linuxFactsOf, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { judgePartition } from '../../../shared/flows/judgePartition';
import { deployAgents, onAutoProvisioning } from '../../../shared/flows/provisioning/deployAgents';
import { agentRecommendation, enqueueDeployments } from '../../../shared/flows/provisioning/enqueueDeployments';
import { parseResourceId } from '../../../shared/model/resourceId';
import { type PostureWorld, postureWorld } from '../postureWorld';

const machine = sampleVm('Linux');
const { subscriptionId, id } = parseResourceId(machine.id);

async function turn({ ports }: PostureWorld, autoProvision: 'On' | 'Off'): Promise<void> {
  const stored = await ports.provisioning.setting(subscriptionId);
  const key = autoProvisioningKey(subscriptionId);
  const changed = { changedAt: ports.now().toISOString(), changedBy: 'somebody', workspaceId: 'w1' };
  const etag = stored?._etag === undefined ? {} : { _etag: stored._etag };
  await ports.provisioning.saveSetting({ kind: 'autoProvisioning', ...key, autoProvision, ...changed, ...etag });
}

const judge = ({ ports }: PostureWorld) => judgePartition(ports, [recommendation], partitionOf(machine.id));
const messages = ({ work }: PostureWorld) => work.splice(0).map(({ message }) => message);
const deploy = { kind: 'deployAgent', machineId: id };

test('the recommendation that it waits for is there', () => {
  expect(recommendation.key).toBe(agentRecommendation);
});

test('a new machine without the agent is put on the queue, once for each change of its verdict', async () => {
  const world = postureWorld();
  await turn(world, 'On');
  await world.see(machine);
  await judge(world);
  expect(await enqueueDeployments(world.ports, world.outbox())).toEqual({ deployments: 1 });
  expect(messages(world)).toEqual([deploy]);
  await world.see({ ...machine, tags: { env: 'prod' } });
  await judge(world);
  expect(await enqueueDeployments(world.ports, world.outbox().slice(1))).toEqual({ deployments: 0 });
});

test('nothing happens where it is off, and off is what it is', async () => {
  const world = postureWorld();
  await world.see(machine);
  await judge(world);
  expect(await enqueueDeployments(world.ports, world.outbox())).toEqual({ deployments: 0 });
  await turn(world, 'Off');
  expect(await enqueueDeployments(world.ports, world.outbox())).toEqual({ deployments: 0 });
  expect(messages(world)).toEqual([]);
});

test('a machine that is removed, or has got the agent, is looked at too', async () => {
  const world = postureWorld();
  await turn(world, 'On');
  await world.see(machine);
  await judge(world);
  await world.see(linuxFactsOf(machine, {}));
  await judge(world);
  await enqueueDeployments(world.ports, world.outbox().slice(1));
  expect(messages(world)).toEqual([deploy]);

  const other = postureWorld();
  await turn(other, 'On');
  await other.see(machine);
  await judge(other);
  await other.lose(machine);
  await judge(other);
  await enqueueDeployments(other.ports, other.outbox().slice(1));
  expect(messages(other)).toEqual([deploy]);
});

test('switching it on walks the machines that are there, piece by piece', async () => {
  const world = postureWorld();
  for (let at = 0; at < 250; at += 1) {
    const one = { ...machine, id: `${machine.id}-${at}`, name: `${machine.name}-${at}` };
    await world.see(one);
    await judgePartition(world.ports, [recommendation], partitionOf(one.id));
  }
  await turn(world, 'On');
  const setting = (await world.ports.provisioning.setting(subscriptionId))!;
  expect(await onAutoProvisioning(world.ports, [setting, { kind: 'plans', scope: setting.scope }])).toEqual({
    provisioned: 1,
  });
  const asked = new Set<string>();
  for (let next = world.work.shift(); next; next = world.work.shift()) {
    const { message } = next;
    if (message.kind === 'deployAgent') asked.add(message.machineId);
    else if (message.kind === 'deployAgents') await deployAgents(world.ports, message);
  }
  expect(asked.size).toBe(250);
});
