import { hostname } from 'node:os';
import type { MachineRoot } from './machineRoot';
import type { Envelope } from './record';

export function envelopeOf(root: MachineRoot, resourceId: string, now: Date): Envelope {
  return { resourceId, hostName: hostNameOf(root, resourceId), time: now.toISOString() };
}

/** Below another root the files tell the name; else it is the last word of the resource id. */
function hostNameOf(root: MachineRoot, resourceId: string): string {
  const file = ['/proc/sys/kernel/hostname', '/etc/hostname'].find((path) => root.exists(path));
  const named = root.live ? hostname() : file === undefined ? '' : root.readHead(file, 255).trim();
  return named || resourceId.slice(resourceId.lastIndexOf('/') + 1);
}
