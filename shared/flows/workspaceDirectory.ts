import { type Assignment, assignmentsOf, workspaceAt } from '../core/workspace/routing';
import { fresh, homeWorkspace } from '../core/workspace/defaultWorkspace';
import type { MachineWorkspace, Workspace } from '../model/workspace';
import { parseResourceId } from '../model/resourceId';
import type { Ports } from './ports';
import type { Home } from './saveSnapshots';

/** How long settings are kept; a new assignment takes effect later than that (`assignmentDelayMs`), when every instance knows it. */
const keepMs = 30_000;
export const assignmentDelayMs = 120_000;
const maxKept = 100_000;

/** The workspaces as they were a moment ago. */
export interface KnownWorkspaces {
  all: readonly Workspace[];
  /** By id or name, without case; `default` is the home default workspace. */
  find(idOrName: string): Workspace | undefined;
  /** Settings of a workspace, also of one that is gone. */
  of(workspaceId: string): Workspace;
  /** The workspace of what a resource sent, with the machine that it is or belongs to, when that was learned. */
  at(resourceId: string, machineId: string | undefined, arrivedAt: string): string;
  assignments(resourceId: string): Assignment[];
}

export interface WorkspaceDirectory {
  known(): Promise<KnownWorkspaces>;
  /** Looks up, in one request for each subscription, what is not known of these machines. */
  learn(machineIds: Iterable<string>): Promise<void>;
  machine(machineId: string): MachineWorkspace | undefined;
  /** What was just settled. */
  remember(machine: MachineWorkspace): void;
  /** Something was changed here: ask again. */
  forget(): void;
}

/** Reads workspaces and where machines belong, and keeps them for half a minute: a batch costs one lookup at most. */
export function createWorkspaceDirectory(
  ports: Pick<Ports, 'workspaces' | 'now'>,
  home: Pick<Home, 'subscriptionId' | 'location' | 'workspaceId'>,
): WorkspaceDirectory {
  let kept: { until: number; known: Promise<KnownWorkspaces> } | undefined;
  /** A settled machine never changes; that one is not settled is asked again. */
  const machines = new Map<string, MachineWorkspace | number>();

  const read = async (): Promise<KnownWorkspaces> => {
    const stored = (await ports.workspaces.list()).map(({ workspace }) => workspace);
    const all = stored.some(({ id }) => id === home.workspaceId) ? stored : [homeWorkspace(home), ...stored];
    const byName = new Map(all.flatMap((one) => [one.name.toLowerCase(), one.id].map((name) => [name, one])));
    const assigned = new Map<string, Assignment[]>();
    const isPlain = all.every(({ scopes }) => scopes.length === 0);
    const assignments = (resourceId: string): Assignment[] => {
      if (isPlain) return [];
      const found = assigned.get(resourceId) ?? assignmentsOf(all, resourceId);
      if (assigned.size < maxKept) assigned.set(resourceId, found);
      return found;
    };
    return {
      all,
      find: (idOrName) =>
        byName.get(idOrName.toLowerCase()) ?? (idOrName === 'default' ? byName.get(home.workspaceId) : undefined),
      of: (id) => byName.get(id) ?? { ...fresh(id, id, ''), location: home.location },
      assignments,
      at(resourceId, machineId, arrivedAt) {
        const machine = machineId === undefined ? undefined : machineOf(machineId);
        const id = workspaceAt(assignments(resourceId), machine, arrivedAt);
        // One that was deleted takes nothing any more.
        return id !== undefined && byName.has(id) ? id : home.workspaceId;
      },
    };
  };

  const machineOf = (machineId: string): MachineWorkspace | undefined => {
    const found = machines.get(machineId);
    return typeof found === 'object' ? found : undefined;
  };
  const keep = (machineId: string, value: MachineWorkspace | number): void => {
    if (machines.size >= maxKept && !machines.has(machineId)) machines.clear();
    machines.set(machineId, value);
  };

  return {
    known() {
      const now = ports.now().getTime();
      if (kept && now < kept.until) return kept.known;
      const known = read();
      kept = { until: now + keepMs, known };
      known.catch(() => (kept = undefined));
      return known;
    },
    async learn(machineIds) {
      const now = ports.now().getTime();
      const unknown = new Map<string, string[]>();
      for (const machineId of new Set(machineIds)) {
        const found = machines.get(machineId);
        if (typeof found === 'object' || (found !== undefined && now < found)) continue;
        const { subscriptionId } = parseResourceId(machineId);
        unknown.set(subscriptionId, [...(unknown.get(subscriptionId) ?? []), machineId]);
      }
      for (const [subscriptionId, ids] of unknown) {
        const settled = await ports.workspaces.machines(subscriptionId, ids);
        for (const machineId of ids) keep(machineId, now + keepMs);
        for (const machine of settled) keep(machine.machineId, machine);
      }
    },
    machine: machineOf,
    remember: (machine) => keep(machine.machineId, machine),
    forget: () => (kept = undefined),
  };
}
