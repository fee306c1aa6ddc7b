import { createWorkspaceDirectory, type KnownWorkspaces } from '../flows/workspaceDirectory';
import type { Workspace } from '../model/workspace';
import type { Caller } from './access';
import type { HttpDeps } from './deps';
import { notFound } from './httpError';
import type { RequestContext } from './requestContext';

/** A role that is assigned here reads one workspace and no resource. */
export const workspaceScope = (workspaceId: string): string => `/workspaces/${workspaceId}`;

/** As the store has them now. */
export const readWorkspaces = ({ ports, home }: Pick<HttpDeps, 'ports' | 'home'>): Promise<KnownWorkspaces> =>
  createWorkspaceDirectory(ports, home).known();

/**
 * Whether a workspace lies in the caller's scopes: by a role on it or on the tenant, or on something whose telemetry it takes. The
 * home default workspace takes that of every subscription that is not assigned.
 */
export function isVisible(caller: Caller, workspace: Workspace, homeWorkspaceId: string): boolean {
  if (caller.may('read', workspaceScope(workspace.id))) return true;
  if (workspace.id === homeWorkspaceId) return caller.readable('').length > 0;
  const own = workspace.defaultOf === undefined ? [] : [`/subscriptions/${workspace.defaultOf}`];
  return [...own, ...workspace.scopes.map(({ scope }) => scope)].some((scope) => caller.readable(scope).length > 0);
}

/** The workspace that a path names, by id or name. Throws HttpError 404 also for one outside of the caller's scopes. */
export async function visibleWorkspace(context: RequestContext): Promise<Workspace> {
  const named = context.param('workspaceId');
  const found = (await readWorkspaces(context.deps)).find(named);
  if (found && isVisible(context.caller, found, context.deps.workspaceId)) return found;
  throw workspaceNotFound(named);
}

/** The id of the workspace that a path names, for those who administer all of them (access `home`). Throws HttpError 404. */
export async function administeredWorkspace({ deps, param }: RequestContext): Promise<string> {
  const named = param('workspaceId');
  const found = (await readWorkspaces(deps)).find(named);
  if (!found) throw workspaceNotFound(named);
  return found.id;
}

export const workspaceNotFound = (named: string) =>
  notFound(`The workspace '${named.slice(0, 64)}'`, 'WorkspaceNotFound');
