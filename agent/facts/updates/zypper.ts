import type { MachineRoot } from '../../machineRoot';
import { parseZypperPatches, parseZypperUpdates } from '../../parse/zypperUpdates';
import { databasesIn, hasRpm } from './rpm';
import { repositoryFolders, requireFetched, type UpdateManager } from './updateManager';

const rawFolders = (root: MachineRoot): string[] => repositoryFolders(root, '/var/cache/zypp/raw');

/** SUSE. Which package mends what is known of its patches alone: those for security are listed beside the packages. */
export const zypper: UpdateManager = {
  name: 'zypper',
  isUsed: (root) => hasRpm(root) && root.exists('/usr/bin/zypper'),
  watched: (root) => [...databasesIn(root), ...rawFolders(root)],
  fetched: rawFolders,
  async updates(root, ask) {
    requireFetched(rawFolders(root), '/var/cache/zypp/raw', 'zypper refresh');
    const options = ['--xmlout', '--non-interactive', '--no-refresh'];
    const packages = parseZypperUpdates(await ask('/usr/bin/zypper', [...options, 'list-updates']));
    const patches = await ask('/usr/bin/zypper', [...options, 'list-patches', '--category', 'security']);
    return [...packages, ...parseZypperPatches(patches)];
  },
  rebootRequired(root) {
    if (root.exists('/run/reboot-needed')) return true;
    // The packages after which libzypp writes the file above.
    return root.exists('/etc/zypp/needreboot') ? false : undefined;
  },
};
