import { Conflict } from '../../flows/ports/portErrors';
import { removeWorkspace, saveWorkspace } from '../../flows/saveWorkspace';
import type { KnownWorkspaces } from '../../flows/workspaceDirectory';
import type { WorkspaceDocument } from '../../model/documents/settings';
import { Rejected } from '../../model/rejected';
import type { Workspace } from '../../model/workspace';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { workspaceAnswer, workspaceBody } from '../workspaceBody';
import { isVisible, readWorkspaces, visibleWorkspace, workspaceNotFound, workspaceScope } from '../workspaces';

/** Scopes that are not taken by a later assignment, and that the caller may know of. */
function scopesOf({ caller }: RequestContext, known: KnownWorkspaces, { id, scopes }: Workspace) {
  const isLost = (scope: string, since: string) =>
    known.all.some(
      (other) => other.id !== id && other.scopes.some((one) => one.scope === scope && one.since > since && !one.until),
    );
  return scopes
    .filter(({ scope, since, until }) => until === undefined && !isLost(scope, since))
    .filter(({ scope }) => caller.may('read', workspaceScope(id)) || caller.readable(scope).length > 0)
    .map(({ scope, since, existing }) => ({ scope, since, existingMachines: existing }));
}

function resourceOf(context: RequestContext, known: KnownWorkspaces, workspace: Workspace): object {
  const { defaultOf, scopes: _, ...settings } = workspace;
  return { ...settings, isDefault: defaultOf !== undefined, scopes: scopesOf(context, known, workspace) };
}

async function list(context: RequestContext): Promise<Answer> {
  const known = await readWorkspaces(context.deps);
  const visible = known.all.filter((one) => isVisible(context.caller, one, context.deps.workspaceId));
  const page = pageOf(context, visible, ({ id }) => id);
  const rows = page.rows.map((one) => resourceOf(context, known, one));
  return pageAnswer(context, rows, page.continuation);
}

async function storedOf({ deps }: RequestContext, workspaceId: string): Promise<WorkspaceDocument | undefined> {
  return (await deps.ports.workspaces.list()).find(({ workspace }) => workspace.id === workspaceId);
}

const answerOf = async (
  context: RequestContext,
  status: number,
  workspace: Workspace,
  etag?: string,
): Promise<Answer> => ({
  status,
  body: resourceOf(context, await readWorkspaces(context.deps), workspace),
  ...(etag !== undefined && { headers: { etag } }),
});

async function get(context: RequestContext): Promise<Answer> {
  const workspace = await visibleWorkspace(context);
  return answerOf(context, 200, workspace, (await storedOf(context, workspace.id))?._etag);
}

/** Who may not see a workspace hears that it is not there; who sees it, that this takes more. */
async function requireManager(context: RequestContext): Promise<Workspace | undefined> {
  const { caller, deps } = context;
  const named = context.param('workspaceId');
  const found = (await readWorkspaces(deps)).find(named);
  const home = `/subscriptions/${deps.home.subscriptionId}`;
  if (caller.may('manageWorkspaces', home)) return found;
  if (found && isVisible(caller, found, deps.workspaceId)) caller.require('manageWorkspaces', home);
  throw workspaceNotFound(named);
}

async function put(context: RequestContext): Promise<Answer> {
  const base = await requireManager(context);
  const stored = base && (await storedOf(context, base.id));
  checkPreconditions(context.request, base && (stored?._etag ?? '"default"'));
  const { scopes, ...body } = readBody(context.request, workspaceBody);
  const wanted = scopes?.map(({ scope, existingMachines }) => ({ scope, existing: existingMachines }));
  const name = context.param('workspaceId');
  const place = { name, location: context.deps.home.location, ...(base && { base }), ...(stored && { stored }) };
  try {
    const saved = await saveWorkspace(context.deps.ports, place, { ...body, scopes: wanted });
    return await answerOf(context, base ? 200 : 201, saved.workspace, saved._etag);
  } catch (error) {
    throw errorOf(error);
  }
}

async function remove(context: RequestContext): Promise<Answer> {
  const base = await requireManager(context);
  const stored = base && (await storedOf(context, base.id));
  if (base?.id === context.deps.workspaceId)
    throw new HttpError(
      409,
      'DefaultWorkspaceNeeded',
      'The home default workspace takes all that is not assigned: it cannot be deleted.',
    );
  if (!stored) throw workspaceNotFound(context.param('workspaceId'));
  checkPreconditions(context.request, stored._etag);
  try {
    await removeWorkspace(context.deps.ports, stored);
  } catch (error) {
    throw errorOf(error);
  }
  return { status: 204 };
}

function errorOf(error: unknown): unknown {
  if (error instanceof Rejected) return badRequest(error.code, error.message);
  if (error instanceof Conflict)
    return new HttpError(409, 'WorkspaceChanged', 'The workspace was changed meanwhile: read it again, then repeat.');
  return error;
}

const item = '/api/v1/workspaces/{workspaceId}';

export const noun: Noun = {
  type: 'workspaces',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/workspaces',
      summary: 'List workspaces',
      access: 'anyone',
      paged: true,
      response: workspaceAnswer,
      handle: list,
    },
    { method: 'GET', path: item, summary: 'Get a workspace', access: 'anyone', response: workspaceAnswer, handle: get },
    {
      method: 'PUT',
      path: item,
      summary: 'Create or change a workspace (docs/workspaces.md)',
      access: 'anyone',
      response: workspaceAnswer,
      handle: put,
    },
    { method: 'DELETE', path: item, summary: 'Delete a workspace', access: 'anyone', handle: remove },
  ],
};
