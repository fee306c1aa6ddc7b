import { statSync } from 'node:fs';
import type { MachineFacts } from '../../shared/model/machineFacts';
import type { MachineRoot } from '../machineRoot';
import type { PendingUpdate } from '../parse/aptSimulation';
import { reasonOf } from '../reasonOf';
import type { FactFamily } from './family';
import { apk } from './updates/apk';
import { apt } from './updates/apt';
import { askProgram, type AskProgram } from './updates/askProgram';
import { dnf, tdnf, yum } from './updates/rpm';
import type { UpdateManager } from './updates/updateManager';
import { zypper } from './updates/zypper';

/** The first that a machine uses is asked: with dpkg or apk, a tool for rpm is a guest. */
const managers: UpdateManager[] = [apt, apk, zypper, dnf, tdnf, yum];

/** Long enough for a package manager with a cache; the others' answer is in the facts after these. */
const defaultPatience = 2_000;

/**
 * Updates that the package manager would install now, out of the lists that it fetched itself: nothing is fetched. The answer may
 * cost seconds of CPU, so it is asked again only when its lists or the installed packages have changed, and nobody waits longer
 * than `patience` ms for it.
 */
export function createPendingUpdates(ask: AskProgram = askProgram, patience = defaultPatience): FactFamily {
  let known: { stamp: string; answer: Answer } | undefined;
  return async (root) => {
    const manager = managers.find((one) => one.isUsed(root));
    if (manager === undefined)
      throw new Error(`none of ${managers.map(({ name }) => name).join(', ')} keeps this machine up to date`);
    const stamp = manager
      .watched(root)
      .map((path) => changeOf(root, path))
      .join('|');
    if (known?.stamp !== stamp) {
      const asked: typeof known = { stamp, answer: { reason: `${manager.name} is still being asked` } };
      known = asked;
      const answered = answerOf(() => updatesOf(manager, root, ask)).then((answer) => (asked.answer = answer));
      await orTimeout(answered, patience);
    }
    const { updates, reason } = known.answer;
    return {
      facts: {
        pendingUpdates: { ...rebootOf(manager, root), ...fetchedOf(manager, root), ...(updates && { updates }) },
      },
      ...(reason && { unreadable: { 'pendingUpdates.updates': reason } }),
    };
  };
}

async function updatesOf(manager: UpdateManager, root: MachineRoot, ask: AskProgram): Promise<PendingUpdate[]> {
  if (!root.live && !manager.byFiles) throw new Error(`${manager.name} can only be asked on its own machine`);
  return manager.updates(root, ask);
}

/** The timer keeps the process alive, since a package manager at work does not. */
async function orTimeout(answered: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([answered, patience]);
  clearTimeout(timer);
}

interface Answer {
  updates?: PendingUpdate[];
  reason?: string;
}

/** A failure is an answer too: asking one that hangs every few minutes would cost more than it may. */
async function answerOf(ask: () => Promise<PendingUpdate[]>): Promise<Answer> {
  try {
    return { updates: await ask() };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

type Pending = NonNullable<MachineFacts['pendingUpdates']>;

function rebootOf(manager: UpdateManager, root: MachineRoot): Pick<Pending, 'rebootRequired'> {
  const rebootRequired = manager.rebootRequired?.(root);
  return rebootRequired === undefined ? {} : { rebootRequired };
}

function fetchedOf(manager: UpdateManager, root: MachineRoot): Pick<Pending, 'listsFetchedAt'> {
  const times = manager.fetched(root).flatMap((path) => changeOf(root, path) ?? []);
  return times.length === 0 ? {} : { listsFetchedAt: new Date(Math.max(...times)).toISOString() };
}

const changeOf = (root: MachineRoot, path: string): number | undefined =>
  statSync(root.locate(path), { throwIfNoEntry: false })?.mtimeMs;
