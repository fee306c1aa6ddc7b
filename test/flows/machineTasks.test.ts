import {
  cancelMachineTask,
  createMachineTask,
  settleMachineTask,
  stateOf,
  type NewTask,
} from '../../shared/flows/machineTasks';
import { Conflict } from '../../shared/flows/ports/portErrors';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import type { TaskResult } from '../../shared/model/machineTask';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { batchOf, machine, units } from './support/ingestWorld';
import { storeWorkspaces, workspace } from './support/workspaces';

const id = '00000000-0000-4000-8000-0000000000a1';
const task: NewTask = {
  id,
  workspaceId: 'default',
  resourceId: machine,
  work: { kind: 'collectFacts' },
  validMinutes: 60,
  createdBy: 'ann',
};
const result = (more: Partial<TaskResult> = {}): TaskResult => ({
  taskId: id,
  kind: 'collectFacts',
  outcome: 'done',
  finishedAt: '2026-11-21T12:01:00.000Z',
  ...more,
});

let world: MemoryPorts;
beforeEach(async () => {
  world = memoryPorts();
  await createMachineTask(world.ports, task);
});
const stored = async () => (await world.ports.machineTasks.get('default', id))!;
const settle = (more: Partial<TaskResult> = {}, workspaceId = 'default', resourceId = machine) =>
  settleMachineTask(world.ports, workspaceId, resourceId, result(more));

test('the first result counts, a repeat and a later one do not', async () => {
  expect(await settle()).toBe(true);
  expect(await settle()).toBe(false);
  expect(await settle({ outcome: 'interrupted' })).toBe(false);
  expect(await stored()).toMatchObject({ state: 'done', trail: [{ what: 'created' }, { what: 'done' }] });
});

test('a result from another workspace or machine, or of a task that nobody made, changes nothing', async () => {
  expect(await settle({}, 'contoso')).toBe(false);
  expect(await settle({}, 'default', `${machine}-2`)).toBe(false);
  expect(await settle({ taskId: 'none' })).toBe(false);
  expect((await stored()).state).toBe('waiting');
});

test('a task that ran although it was cancelled says so', async () => {
  await cancelMachineTask(world.ports, 'default', id, 'bob');
  await settle();
  expect((await stored()).trail.map(({ what, by }) => `${what} ${by}`)).toEqual([
    'created ann',
    'cancelled bob',
    `done collector:${machine.toLowerCase()}`,
  ]);
});

test('what is over cannot be cancelled', async () => {
  await settle({ outcome: 'failed', reason: 'no such file' });
  expect(await cancelMachineTask(world.ports, 'default', id, 'bob')).toMatchObject({
    state: 'failed',
    reason: 'no such file',
  });
});

test('nobody took it in time', async () => {
  const expires = new Date(world.clock.now.getTime() + 3_600_000);
  expect(stateOf(await stored(), new Date(expires.getTime() - 1))).toBe('waiting');
  expect(stateOf(await stored(), expires)).toBe('expired');
  await settle();
  expect(stateOf(await stored(), expires)).toBe('done');
});

test('a writer that was faster is met with another try', async () => {
  const store = world.ports.machineTasks;
  let lost = 0;
  world.ports.machineTasks = {
    ...store,
    save: (document) => (lost++ === 0 ? Promise.reject(new Conflict('faster')) : store.save(document)),
  };
  expect(await settle()).toBe(true);
  expect(lost).toBe(2);
});

describe('through ingest', () => {
  const record = { skywarden: 'task/1', resourceId: machine, hostName: 'vm-1', time: '2026-11-21T12:01:00Z' };
  const send = (properties: Record<string, unknown>, body: object = result()) =>
    createIngest(world.ports, {
      ...units,
      workspaceOf: ({ properties: given }) => given['door'] as string | undefined,
    })(
      batchOf([
        {
          body: Buffer.from(JSON.stringify({ ...record, body })),
          sequence: 1,
          enqueuedAt: world.clock.now.toISOString(),
          properties,
        },
      ]),
    );

  test('a result is believed when the door vouched for its workspace', async () => {
    expect(await send({ door: 'default' })).toMatchObject({ stored: 1 });
    expect((await stored()).state).toBe('done');
  });

  test('a result that did not come through the door, or of another workspace, is an event and no more', async () => {
    await storeWorkspaces(world.ports, [workspace('contoso')]);
    expect(await send({})).toMatchObject({ stored: 1 });
    expect(await send({ door: 'contoso' })).toMatchObject({ stored: 1 });
    expect((await stored()).state).toBe('waiting');
  });
});
