import { setImmediate } from 'node:timers/promises';
import type { MachineRoot } from '../machineRoot';

/** Ids of the running processes, ascending: a parent usually comes before its children. */
export function processIds(root: MachineRoot): number[] {
  return root
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** The ids one after another; lets other work of this process run after every 32. */
export async function* eachProcess(root: MachineRoot): AsyncGenerator<number> {
  for (const [at, pid] of processIds(root).entries()) {
    if (at % 32 === 31) await setImmediate();
    yield pid;
  }
}
