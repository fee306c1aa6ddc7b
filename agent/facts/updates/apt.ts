import { statSync } from 'node:fs';
import type { MachineRoot } from '../../machineRoot';
import { parseAptSimulation } from '../../parse/aptSimulation';
import type { UpdateManager } from './updateManager';

const installed = '/var/lib/dpkg/status';
const lists = '/var/lib/apt/lists';
const successStamp = '/var/lib/apt/periodic/update-success-stamp';

/** Hooks of Debian and Ubuntu that write /run/reboot-required after an update; without one its absence says nothing. */
const rebootHooks = [
  '/usr/share/update-notifier/notify-reboot-required',
  '/etc/kernel/postinst.d/unattended-upgrades',
  '/etc/kernel/postinst.d/update-notifier',
];

/** Debian, Ubuntu and their kin. */
export const apt: UpdateManager = {
  name: 'apt',
  isUsed: (root) => root.exists(installed),
  watched: () => [installed, lists],
  fetched: (root) => [successStamp, lists].filter((path) => root.exists(path)).slice(0, 1),
  async updates(root, ask) {
    const fetched = root.exists(lists) ? root.list(lists) : [];
    // apt would answer "nothing to do", which is not the same as "not known".
    if (!fetched.some((name) => name.includes('_Packages'))) throw new Error(`${lists} is empty: run apt-get update`);
    const options = ['Debug::NoLocking=1', ...(cacheIsFresh(root) ? [] : withoutCache)];
    const argv = ['--simulate', '-qq', ...options.flatMap((option) => ['-o', option]), 'dist-upgrade'];
    return parseAptSimulation(await ask('/usr/bin/apt-get', argv));
  },
  rebootRequired(root) {
    if (root.exists('/run/reboot-required')) return true;
    return rebootHooks.some((hook) => root.exists(hook)) ? false : undefined;
  },
};

/** A cache that is not fresh would be written anew; the collector changes nothing. */
const withoutCache = ['Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache='];

function cacheIsFresh(root: MachineRoot): boolean {
  const changed = (path: string) => statSync(root.locate(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const cache = changed('/var/cache/apt/pkgcache.bin');
  return [installed, lists].every((path) => changed(path) < cache);
}
