import { z } from 'zod';
import { tasksPath } from '../../core/ingest/door/requestSignature';
import { machineIdOf } from '../../core/workspace/machine';
import { cancelMachineTask, claimMachineTasks, createMachineTask, stateOf } from '../../flows/machineTasks';
import {
  type MachineTaskDocument,
  maxKnownTasks,
  maxTaskMinutes,
  sealedTaskSchema,
  taskWorkSchema,
} from '../../model/machineTask';
import { parseResourceId } from '../../model/resourceId';
import { badRequest, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { signedRequest } from '../signedRequest';
import { visibleWorkspace } from '../workspaces';

const newSchema = z.strictObject({
  resourceId: z.string().max(1024),
  work: taskWorkSchema,
  validMinutes: z.int().min(1).max(maxTaskMinutes).default(60),
});

const claimSchema = z.strictObject({ known: z.array(z.string().max(64)).max(maxKnownTasks) });

const taskSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  work: taskWorkSchema,
  state: z.enum(['waiting', 'handedOut', 'done', 'failed', 'refused', 'interrupted', 'cancelled', 'expired']),
  reason: z.string().optional(),
  createdAt: z.string(),
  expiresAt: z.string(),
  trail: z.array(z.object({ at: z.string(), what: z.string(), by: z.string() })),
});

function rowOf(document: MachineTaskDocument, now: Date): z.infer<typeof taskSchema> {
  const { order, reason, trail } = document;
  const { id, machineId, work, createdAt, expiresAt } = order;
  const state = stateOf(document, now);
  return { id, resourceId: machineId, work, state, ...(reason && { reason }), createdAt, expiresAt, trail };
}

async function create(context: RequestContext): Promise<Answer> {
  const { id: workspaceId } = await visibleWorkspace(context);
  const { caller, deps, request } = context;
  const { resourceId, work, validMinutes } = readBody(request, newSchema);
  if (machineIdOf(resourceId) !== parseResourceId(resourceId).id)
    throw badRequest('InvalidResourceId', 'The member resourceId must hold the Azure resource id of a machine.');
  caller.require('runMachineTask', resourceId);
  const createdBy = caller.principal.oid;
  const task = { id: deps.newId(), workspaceId, resourceId, work, validMinutes, createdBy };
  const document = await createMachineTask(deps.ports, task);
  deps.ports.log.info('a task for a machine was created', { task: task.id, kind: work.kind, resourceId, createdBy });
  return { status: 201, body: rowOf(document, deps.ports.now()) };
}

/** Of machines that the caller may read. */
async function list(context: RequestContext): Promise<Answer> {
  const { id: workspaceId } = await visibleWorkspace(context);
  const { caller, deps, query } = context;
  const resourceId = query.get('resourceid');
  const machineId = resourceId === undefined ? undefined : parseResourceId(resourceId).id;
  const found = await deps.ports.machineTasks.list(workspaceId, { ...readPage(context), machineId });
  const rows = found.items.filter(({ order }) => caller.may('read', order.machineId));
  const now = deps.ports.now();
  return pageAnswer(
    context,
    rows.map((row) => rowOf(row, now)),
    found.continuation,
  );
}

async function taskOf(context: RequestContext): Promise<MachineTaskDocument> {
  const { id: workspaceId } = await visibleWorkspace(context);
  const taskId = context.param('taskId').toLowerCase();
  const valid = z.guid().safeParse(taskId).success;
  const found = valid ? await context.deps.ports.machineTasks.get(workspaceId, taskId) : undefined;
  if (found && context.caller.may('read', found.order.machineId)) return found;
  throw notFound(`The task '${taskId.slice(0, 64)}'`);
}

async function get(context: RequestContext): Promise<Answer> {
  return { status: 200, body: rowOf(await taskOf(context), context.deps.ports.now()) };
}

async function cancel(context: RequestContext): Promise<Answer> {
  const { workspaceId, order } = await taskOf(context);
  const { caller, deps } = context;
  caller.require('runMachineTask', order.machineId);
  const by = caller.principal.oid;
  const document = await cancelMachineTask(deps.ports, workspaceId, order.id, by);
  if (!document) throw notFound(`The task '${order.id}'`);
  deps.ports.log.info('a task for a machine was cancelled', { task: order.id, by });
  return { status: 200, body: rowOf(document, deps.ports.now()) };
}

/** Asked by collectors whose owners switched the task channel on. */
async function claim(context: RequestContext): Promise<Answer> {
  const { door, sender } = await signedRequest(context, tasksPath);
  const { known } = readBody(context.request, claimSchema);
  if (machineIdOf(door.resourceId) !== parseResourceId(door.resourceId).id)
    throw badRequest(
      'InvalidResourceId',
      'The header x-skywarden-resource-id must hold the Azure resource id of the machine.',
    );
  const tasks = await claimMachineTasks(context.deps.ports, sender, door.resourceId, known);
  return { status: 200, body: { tasks }, calledBy: sender.keyId };
}

const collection = '/api/v1/workspaces/{workspaceId}/machineTasks';
const item = `${collection}/{taskId}`;

export const noun: Noun = {
  type: 'machineTasks',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: collection,
      summary:
        'Ask the collector of a machine to do one of a few things, if its owner allows it (write on the machine)',
      access: 'anyone',
      response: taskSchema,
      handle: create,
    },
    {
      method: 'GET',
      path: collection,
      summary: 'List tasks of collectors with what became of them, newest first',
      access: 'anyone',
      paged: true,
      query: z.object({ resourceId: z.string().optional().meta({ description: 'Of this machine alone' }) }),
      response: taskSchema,
      handle: list,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a task with its trail',
      access: 'anyone',
      response: taskSchema,
      handle: get,
    },
    {
      method: 'POST',
      path: `${item}/cancel`,
      summary: 'Take a task back that is not over (write on the machine)',
      access: 'anyone',
      response: taskSchema,
      handle: cancel,
    },
    {
      method: 'POST',
      path: `${collection}/claim`,
      summary: 'Get the signed tasks of the machine that asks (docs/machine-tasks.md)',
      access: 'signature',
      response: z.object({ tasks: z.array(sealedTaskSchema) }),
      handle: claim,
    },
  ],
};
