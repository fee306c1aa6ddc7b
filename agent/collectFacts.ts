import type { MachineFacts } from '../shared/model/machineFacts';
import { readGroups, readUsers } from './facts/accounts';
import { readContainerEngines } from './facts/containerEngines';
import { readDiskEncryption } from './facts/diskEncryption';
import type { FactFamily } from './facts/family';
import { readKernel } from './facts/kernel';
import { readListeners } from './facts/listeners';
import { readMandatoryAccess } from './facts/mandatoryAccess';
import { readOperatingSystem } from './facts/operatingSystem';
import { readPackages } from './facts/packages';
import { readPasswordPolicy } from './facts/passwordPolicy';
import { createPendingUpdates } from './facts/pendingUpdates';
import { readProcesses } from './facts/processes';
import { readSshd } from './facts/sshd';
import { readSysctl } from './facts/sysctl';
import type { MachineRoot } from './machineRoot';
import { reasonOf } from './reasonOf';
import { agentVersion } from './version';

const families = {
  os: readOperatingSystem,
  kernel: readKernel,
  packages: readPackages,
  listeners: readListeners,
  users: readUsers,
  groups: readGroups,
  sshd: readSshd,
  sysctl: readSysctl,
  processes: readProcesses,
  pendingUpdates: createPendingUpdates(),
  passwordPolicy: readPasswordPolicy,
  diskEncryption: readDiskEncryption,
  containerEngines: readContainerEngines,
  mandatoryAccess: readMandatoryAccess,
} satisfies Partial<Record<keyof MachineFacts, FactFamily>>;

/** All facts of a machine. A family that fails is absent and named with its reason; it never costs another one. */
export async function collectFacts(root: MachineRoot, hostName: string, now: Date): Promise<MachineFacts> {
  let facts: Partial<MachineFacts> = {};
  let unreadable: Record<string, string> = {};
  for (const [part, read] of Object.entries<FactFamily>(families)) {
    try {
      const found = await read(root);
      facts = { ...facts, ...found.facts };
      unreadable = { ...unreadable, ...found.unreadable };
    } catch (error) {
      unreadable[part] = reasonOf(error);
    }
  }
  return {
    schema: 'skywarden.machineFacts/1',
    collectedAt: now.toISOString(),
    hostName,
    agentVersion,
    ...facts,
    unreadable,
  };
}
