import { machineWorkspaceKey, workspaceDocumentKey } from '../core/documentIds';
import { defaultWorkspaceOf, maxWorkspaces } from '../core/workspace/defaultWorkspace';
import { machineIdOf } from '../core/workspace/machine';
import { workspaceAt } from '../core/workspace/routing';
import type { ResourceSnapshot } from '../model/resource';
import { isStorableId, parseResourceId } from '../model/resourceId';
import type { Workspace } from '../model/workspace';
import { eachOf } from './eachOf';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';
import type { Home } from './saveSnapshots';
import { assignmentDelayMs, type WorkspaceDirectory } from './workspaceDirectory';

const width = 8;

/**
 * Settles the workspace of machines that are seen for the first time: the one that they are assigned to, else the default one of
 * their geography, which is made when it is not there. What they send goes there some time later (see docs/decisions/workspaces.md).
 * The directory must have learned the machines. Answers how many were new.
 */
export async function settleMachines(
  ports: Pick<Ports, 'workspaces' | 'now'>,
  home: Home,
  directory: WorkspaceDirectory,
  snapshots: readonly ResourceSnapshot[],
): Promise<number> {
  const unsettled = new Map<string, string>();
  for (const { resource, deleted } of snapshots) {
    const machineId = machineIdOf(resource.id);
    // Facts and extensions below a machine do not say where it is.
    if (machineId !== resource.id.toLowerCase() || deleted || !isStorableId(machineId)) continue;
    if (directory.machine(machineId) === undefined) unsettled.set(machineId, resource.location ?? '');
  }
  if (unsettled.size === 0) return 0;
  const known = await directory.known();
  const since = new Date(ports.now().getTime() + assignmentDelayMs).toISOString();
  await eachOf([...unsettled], width, async ([machineId, location]) => {
    const assigned = workspaceAt(known.assignments(machineId), undefined, since);
    const workspaceId = assigned ?? (await defaultFor(ports, home, directory, machineId, location));
    const key = machineWorkspaceKey(machineId);
    directory.remember(
      await ports.workspaces.settle({ ...key, kind: 'machineWorkspace', workspaceId, machineId, since }),
    );
  });
  return unsettled.size;
}

async function defaultFor(
  ports: Pick<Ports, 'workspaces' | 'now'>,
  home: Home,
  directory: WorkspaceDirectory,
  machineId: string,
  location: string,
): Promise<string> {
  const { subscriptionId } = parseResourceId(machineId);
  const wanted = defaultWorkspaceOf(home, subscriptionId, location, ports.now().toISOString());
  const known = await directory.known();
  if (wanted.id !== home.workspaceId && !known.find(wanted.id)) {
    // Senders may name subscriptions at will: their number stays bounded.
    if (known.all.length >= maxWorkspaces) return home.workspaceId;
    await create(ports, wanted);
    directory.forget();
  }
  return wanted.id;
}

async function create(ports: Pick<Ports, 'workspaces'>, workspace: Workspace): Promise<void> {
  const key = workspaceDocumentKey(workspace.id);
  try {
    await ports.workspaces.save({ ...key, kind: 'workspace', workspaceId: workspace.id, workspace });
  } catch (error) {
    // Another instance made it.
    if (!(error instanceof Conflict)) throw error;
  }
}
