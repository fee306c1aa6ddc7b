import { readOnboardingToken } from '../../../shared/core/ingest/door/onboardingToken';
import type { ArmRequest } from '../../../shared/core/posture/recommendation';
import { autoProvisioningKey } from '../../../shared/core/documentIds';
import { linuxFactsOf, partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { type AgentInstaller, deployAgent } from '../../../shared/flows/provisioning/deployAgent';
import { ArmOverdue, ArmRefused } from '../../../shared/flows/ports/resourceManager';
import type { JsonObject } from '../../../shared/model/json';
import { parseResourceId } from '../../../shared/model/resourceId';
import { documentOf } from '../../core/posture/posture.samples';
import { memoryPorts } from '../../doubles/memoryPorts';
import { home } from '../postureWorld';

const machine = { ...sampleVm('Linux'), location: 'westeurope' };
const { subscriptionId, id } = parseResourceId(machine.id);
const pageKey = Buffer.alloc(32, 7);
const installer: AgentInstaller = { pageKey, url: 'https://sky.example.com', cloud: 'Public', newId: () => 'token-1' };

/** Machines in memory, with a Resource Manager that answers as it is told: `answers` in their order, then all is well. */
async function world() {
  const sent: ArmRequest[] = [];
  const answers: (Error | undefined)[] = [];
  const command: { value: JsonObject | undefined } = { value: undefined };
  const memory = memoryPorts({
    resourceManager: {
      endpoint: 'https://management.azure.com',
      read: async () => command.value,
      write: async (request) => {
        sent.push(request);
        const answer = answers.shift();
        if (answer) throw answer;
      },
    },
  });
  const { ports, clock } = memory;
  const turn = async (autoProvision: 'On' | 'Off'): Promise<void> => {
    const stored = await ports.provisioning.setting(subscriptionId);
    await ports.provisioning.saveSetting({
      kind: 'autoProvisioning',
      ...autoProvisioningKey(subscriptionId),
      workspaceId: 'w1',
      autoProvision,
      changedAt: clock.now.toISOString(),
      changedBy: 'somebody',
      ...(stored?._etag && { _etag: stored._etag }),
    });
  };
  const run = () => deployAgent(ports, home, installer, id);
  const kept = async () => (await ports.provisioning.deployment(id))?.deployment;
  const pass = (minutes: number): void => void (clock.now = new Date(clock.now.getTime() + minutes * 60_000));
  await ports.resources.save(documentOf(machine));
  await turn('On');
  return { ...memory, sent, answers, command, turn, run, kept, pass };
}

test('a machine without the agent gets it, by one request with a token of its workspace', async () => {
  const { run, sent, kept, ports } = await world();
  expect(await run()).toEqual({ deployment: 'succeeded' });
  expect(sent).toHaveLength(1);
  const { protectedParameters } = sent[0]!.body['properties'] as { protectedParameters: { value: string }[] };
  expect(readOnboardingToken(pageKey, protectedParameters[0]!.value, ports.now())).toMatchObject({
    id: 'token-1',
    workspaceId: 'default',
  });
  expect(await kept()).toMatchObject({ state: 'succeeded', attempts: 1, machineId: machine.id });
});

test('asked for again and again, at once or one after the other, it is one task', async () => {
  const { run, sent } = await world();
  await Promise.all([run(), run(), run()]);
  await run();
  expect(sent).toHaveLength(1);
});

test('switched off, nothing is sent; switched off meanwhile, what waits is cancelled', async () => {
  const { run, sent, answers, turn, kept, pass } = await world();
  await turn('Off');
  expect(await run()).toEqual({ deployment: 'none' });
  await turn('On');
  answers.push(new ArmRefused(409, 'OperationNotAllowed', 'The VM is not running.'));
  expect(await run()).toEqual({ deployment: 'waiting' });
  await turn('Off');
  pass(5);
  expect(await run()).toEqual({ deployment: 'cancelled' });
  expect(await kept()).toMatchObject({ state: 'cancelled', reason: { code: 'SwitchedOff' } });
  expect(sent).toHaveLength(1);
});

test('a machine that is off is tried again when it is due, and not before', async () => {
  const { run, sent, answers, work, kept, pass } = await world();
  answers.push(new ArmRefused(409, 'OperationNotAllowed', 'The VM is not running.'));
  await run();
  expect(work).toEqual([{ message: { kind: 'deployAgent', machineId: id }, delaySeconds: 300 }]);
  expect(await kept()).toMatchObject({ state: 'waiting', attempts: 1, reason: { code: 'OperationNotAllowed' } });
  expect(await run()).toEqual({ deployment: 'waiting' });
  expect(sent).toHaveLength(1);
  pass(5);
  expect(await run()).toEqual({ deployment: 'succeeded' });
  expect(await kept()).toMatchObject({ attempts: 2 });
});

test.each([
  [new ArmRefused(403, 'AuthorizationFailed', 'No right to write run commands.'), 'failed'],
  [new ArmRefused(404, 'ResourceNotFound', 'Not there.'), 'cancelled'],
  [new ArmRefused(200, 'VMExtensionProvisioningError', 'The script ended with 1.'), 'waiting'],
  [new ArmOverdue('It took too long.'), 'waiting'],
] as const)('%s: %s, with what Azure said', async (error, state) => {
  const { run, answers, kept } = await world();
  answers.push(error);
  expect(await run()).toEqual({ deployment: state });
  expect(await kept()).toMatchObject({ state, reason: { message: error.message } });
});

test('a command that was not over in time is looked at before another is sent', async () => {
  const { run, sent, answers, command, pass } = await world();
  answers.push(new ArmOverdue('It took too long.'));
  await run();
  pass(5);
  command.value = { properties: { provisioningState: 'Updating' } };
  expect(await run()).toEqual({ deployment: 'waiting' });
  expect(sent).toHaveLength(1);
  pass(15);
  command.value = { properties: { provisioningState: 'Failed' } };
  expect(await run()).toEqual({ deployment: 'succeeded' });
  expect(sent).toHaveLength(2);
});

test('a machine that is removed cancels what waits', async () => {
  const { run, answers, ports, kept, pass } = await world();
  answers.push(new ArmRefused(409, 'OperationNotAllowed', 'The VM is not running.'));
  await run();
  await ports.resources.save({ ...documentOf(machine, '2026-11-21T12:30:00.000Z'), deleted: true });
  pass(5);
  expect(await run()).toEqual({ deployment: 'cancelled' });
  expect(await kept()).toMatchObject({ reason: { code: 'MachineRemoved' } });
});

test('facts that arrive meanwhile end the task well', async () => {
  const { run, sent, answers, ports, pass } = await world();
  answers.push(new ArmOverdue('It took too long.'));
  await run();
  await ports.resources.save(documentOf(linuxFactsOf(machine, {})));
  pass(5);
  expect(await run()).toEqual({ deployment: 'succeeded' });
  expect(sent).toHaveLength(1);
});

test('a process that dies in the middle is taken over when its time is up', async () => {
  const { run, sent, ports, work, pass } = await world();
  const working = { ...ports.resourceManager };
  ports.resourceManager.write = async () => {
    throw new Error('The process died.');
  };
  await expect(run()).rejects.toThrow('died');
  ports.resourceManager.write = (...given) => working.write(...given);
  expect(await run()).toEqual({ deployment: 'running' });
  expect(work).toEqual([{ message: { kind: 'deployAgent', machineId: id }, delaySeconds: 360 }]);
  pass(6);
  expect(await run()).toEqual({ deployment: 'succeeded' });
  expect(sent).toHaveLength(1);
});

test('a machine whose operating system nobody knows gets nothing', async () => {
  const { run, ports, sent } = await world();
  await ports.resources.save(
    documentOf({ ...partialVm, id: machine.id, name: machine.name }, '2026-11-21T11:00:00.000Z'),
  );
  expect(await run()).toEqual({ deployment: 'none' });
  expect(sent).toEqual([]);
});
