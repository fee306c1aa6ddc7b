import { parseKeyId } from '../core/ingest/door/workspaceKey';
import { sealTask } from '../core/ingest/door/taskSeal';
import { machineTaskKey } from '../core/documentIds';
import {
  type MachineTaskDocument,
  maxTasksAtOnce,
  type SealedTask,
  type TaskResult,
  type TaskState,
  type TaskWork,
} from '../model/machineTask';
import { parseResourceId } from '../model/resourceId';
import type { Authenticated } from './acceptTelemetry';
import type { Ports } from './ports';
import { untilSaved } from './untilSaved';

type TaskPorts = Pick<Ports, 'machineTasks' | 'now'>;

export interface NewTask {
  /** New GUID. */
  id: string;
  workspaceId: string;
  resourceId: string;
  work: TaskWork;
  validMinutes: number;
  createdBy: string;
}

/** Keeps a task for the next time that the collector of the machine asks. */
export async function createMachineTask(ports: TaskPorts, task: NewTask): Promise<MachineTaskDocument> {
  const now = ports.now();
  const at = now.toISOString();
  const { id, workspaceId, work } = task;
  return ports.machineTasks.save({
    kind: 'machineTask',
    ...machineTaskKey(workspaceId, id),
    workspaceId,
    day: at.slice(0, 10),
    at,
    order: {
      id,
      workspaceId,
      machineId: parseResourceId(task.resourceId).id,
      createdAt: at,
      expiresAt: new Date(now.getTime() + task.validMinutes * 60_000).toISOString(),
      work,
    },
    state: 'waiting',
    trail: [{ at, what: 'created', by: task.createdBy }],
  });
}

const isOpen = (state: TaskState): boolean => state === 'waiting' || state === 'handedOut';

/** What a task is called by now: one that nobody took in time has expired. */
export const stateOf = ({ state, order }: MachineTaskDocument, now: Date): TaskState | 'expired' =>
  isOpen(state) && order.expiresAt <= now.toISOString() ? 'expired' : state;

/** Takes a task back, unless it is over. It may be running already: then its result is noted all the same. Undefined when there is none. */
export function cancelMachineTask(
  ports: TaskPorts,
  workspaceId: string,
  taskId: string,
  by: string,
): Promise<MachineTaskDocument | undefined> {
  return untilSaved(async () => {
    const found = await ports.machineTasks.get(workspaceId, taskId);
    if (!found || !isOpen(found.state)) return found;
    return ports.machineTasks.save(moved(found, 'cancelled', by, ports.now()));
  });
}

function moved(
  task: MachineTaskDocument,
  state: Exclude<TaskState, 'waiting'>,
  by: string,
  at: Date,
  reason?: string,
): MachineTaskDocument {
  const trail = [...task.trail, { at: at.toISOString(), what: state, by }];
  return { ...task, state, trail, ...(reason !== undefined && { reason }) };
}

/**
 * The open tasks of a machine that its collector does not know yet, signed with the very key that the collector signed its request
 * with. One stays open until its result comes, so that an answer that is lost costs nothing.
 */
export async function claimMachineTasks(
  ports: TaskPorts & Pick<Ports, 'ingestKeys' | 'secrets'>,
  { workspaceId, keyId }: Authenticated,
  resourceId: string,
  known: readonly string[],
): Promise<SealedTask[]> {
  const now = ports.now();
  const open = await ports.machineTasks.open(
    workspaceId,
    parseResourceId(resourceId).id,
    now,
    known.length + maxTasksAtOnce,
  );
  const unknown = open.filter(({ order }) => !known.includes(order.id)).slice(0, maxTasksAtOnce);
  if (unknown.length === 0) return [];
  const key = await keyOf(ports, workspaceId, keyId);
  if (key === undefined) return [];
  const sealed: SealedTask[] = [];
  for (const { order } of unknown) {
    if (await noteHandedOut(ports, workspaceId, order.id, keyId)) sealed.push(sealTask(key, order));
  }
  return sealed;
}

/** Undefined when it was rotated since the request was checked: the next request is refused. */
async function keyOf(
  ports: Pick<Ports, 'ingestKeys' | 'secrets'>,
  workspaceId: string,
  keyId: string,
): Promise<Buffer | undefined> {
  const name = parseKeyId(keyId);
  const version = name && (await ports.ingestKeys.get(workspaceId, name.pair))?.[name.slot];
  const secret = version?.version === name?.version ? await ports.secrets.open(version?.secretId ?? '') : undefined;
  return secret === undefined ? undefined : Buffer.from(secret, 'base64');
}

/** False when it was cancelled, or is over, meanwhile. */
function noteHandedOut(ports: TaskPorts, workspaceId: string, taskId: string, keyId: string): Promise<boolean> {
  return untilSaved(async () => {
    const found = await ports.machineTasks.get(workspaceId, taskId);
    if (!found || !isOpen(found.state)) return false;
    if (found.state === 'waiting') await ports.machineTasks.save(moved(found, 'handedOut', keyId, ports.now()));
    return true;
  });
}

/**
 * Notes what a collector says of a task: the first result counts. Only for results that came through the ingest door, from a sender
 * with a key of the task's own workspace; what else calls itself a result stays an event and no more.
 */
export async function settleMachineTask(
  ports: TaskPorts,
  workspaceId: string,
  resourceId: string,
  { taskId, outcome, reason }: TaskResult,
): Promise<boolean> {
  return untilSaved(async () => {
    const found = await ports.machineTasks.get(workspaceId, taskId);
    if (!found || found.order.machineId !== parseResourceId(resourceId).id) return false;
    if (!isOpen(found.state) && found.state !== 'cancelled') return false;
    await ports.machineTasks.save(moved(found, outcome, `collector:${found.order.machineId}`, ports.now(), reason));
    return true;
  });
}
