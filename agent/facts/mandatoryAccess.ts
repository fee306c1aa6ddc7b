import type { MachineRoot } from '../machineRoot';
import { isDenied } from '../reasonOf';
import type { FoundFacts } from './family';

const selinuxMode = '/sys/fs/selinux/enforce';
const securityFolder = '/sys/kernel/security';
const apparmorProfiles = `${securityFolder}/apparmor/profiles`;

/** What confines programs: the mode of SELinux, and how many profiles AppArmor has loaded, and enforces (only root may count). */
export function readMandatoryAccess(root: MachineRoot): FoundFacts {
  if (!root.exists('/sys/kernel') && !root.exists(selinuxMode)) throw new Error('no such file: /sys/kernel');
  const { apparmor, reason } = readProfiles(root);
  return {
    facts: { mandatoryAccess: { selinux: modeOf(root), ...(apparmor && { apparmor }) } },
    ...(reason && { unreadable: { 'mandatoryAccess.apparmor': reason } }),
  };
}

function modeOf(root: MachineRoot): 'enforcing' | 'permissive' | 'absent' {
  if (!root.exists(selinuxMode)) return 'absent';
  return root.readHead(selinuxMode, 8).trim() === '1' ? 'enforcing' : 'permissive';
}

function readProfiles(root: MachineRoot): { apparmor?: { enforced: number; loaded: number }; reason?: string } {
  try {
    // Inside a container the folder is there and empty: then nothing is known of the host's profiles.
    if (!root.exists(`${securityFolder}/lsm`)) return { reason: `not mounted: ${securityFolder}` };
    if (!root.exists(apparmorProfiles)) return { apparmor: { enforced: 0, loaded: 0 } };
    const lines = root.read(apparmorProfiles).split('\n').filter(Boolean);
    return { apparmor: { enforced: lines.filter((line) => line.endsWith('(enforce)')).length, loaded: lines.length } };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return { reason: `permission denied: ${apparmorProfiles}` };
  }
}
