import type { MachineWorkspace, Workspace, WorkspaceScope } from '../../model/workspace';
import { isWithin } from '../../model/resourceId';

/** One scope of one workspace. */
export interface Assignment extends WorkspaceScope {
  workspaceId: string;
}

/** Assignments that cover a resource: the most specific first, of equal ones the latest. */
export function assignmentsOf(workspaces: readonly Workspace[], resourceId: string): Assignment[] {
  const covering = workspaces.flatMap(({ id, scopes }) =>
    scopes.filter(({ scope }) => isWithin(resourceId, scope)).map((one): Assignment => ({ ...one, workspaceId: id })),
  );
  return covering.sort((a, b) => b.scope.length - a.scope.length || (a.since < b.since ? 1 : -1));
}

/**
 * The workspace of what a resource sent, by the time its message reached the hub: the same whenever and wherever it is asked, so
 * that a redelivery goes where the first delivery went. A machine stays where it is; only an assignment of itself, or one that
 * says so, moves it. Undefined when nothing is settled: the default workspace.
 */
export function workspaceAt(
  assignments: readonly Assignment[],
  machine: MachineWorkspace | undefined,
  arrivedAt: string,
): string | undefined {
  const settled = machine && machine.since <= arrivedAt ? machine : undefined;
  const found = assignments.find(
    ({ since, until }) => since <= arrivedAt && (until === undefined || arrivedAt < until),
  );
  if (!found) return settled?.workspaceId;
  if (!settled || found.existing || found.scope === settled.machineId || found.since <= settled.since)
    return found.workspaceId;
  return settled.workspaceId;
}
