import type { MachineRoot } from '../../machineRoot';
import type { PendingUpdate } from '../../parse/aptSimulation';
import { parseCheckUpdate } from '../../parse/checkUpdate';
import { parseRepoquery } from '../../parse/repoquery';
import { rpmDatabases } from '../packages';
import type { AskProgram } from './askProgram';
import { repositoryFolders, requireFetched, type UpdateManager } from './updateManager';

export const hasRpm = (root: MachineRoot): boolean => databasesIn(root).length > 0;
export const databasesIn = (root: MachineRoot): string[] => rpmDatabases.filter((file) => root.exists(file));
const programIn = (root: MachineRoot, names: string[]): string | undefined =>
  names.map((name) => `/usr/bin/${name}`).find((file) => root.exists(file));

interface Kind {
  name: string;
  programs: string[];
  caches: string[];
  /** How somebody fetches the metadata: the collector does not. */
  fetch: string;
  ask: (ask: AskProgram, program: string) => Promise<PendingUpdate[]>;
}

/** A package manager over rpm that keeps the metadata of each repository in a folder of its own. */
const overRpm = ({ name, programs, caches, fetch, ask: question }: Kind): UpdateManager => {
  const folders = (root: MachineRoot) => caches.flatMap((cache) => repositoryFolders(root, cache));
  return {
    name,
    isUsed: (root) => hasRpm(root) && programIn(root, programs) !== undefined,
    watched: (root) => [...databasesIn(root), ...folders(root)],
    fetched: folders,
    async updates(root, ask) {
      requireFetched(folders(root), caches[0]!, fetch);
      return question(ask, programIn(root, programs)!);
    },
  };
};

/** Fedora and Red Hat Enterprise Linux from 8 on, and their kin. The cache of root is used as it is, however old. */
export const dnf = overRpm({
  name: 'dnf',
  programs: ['dnf5', 'dnf'],
  caches: ['/var/cache/dnf', '/var/cache/libdnf5'],
  fetch: 'dnf makecache',
  async ask(ask, program) {
    const query = ['--cacheonly', '--quiet', 'repoquery', '--upgrades', '--latest-limit=1'];
    const format = ['--queryformat', '%{name}\t%{evr}\n'];
    const all = parseRepoquery(await ask(program, [...query, ...format]));
    const secure = new Set(
      parseRepoquery(await ask(program, [...query, '--security', ...format])).map(({ name }) => name),
    );
    return all.map((update) => ({ ...update, security: secure.has(update.name) }));
  },
});

/** Red Hat Enterprise Linux 7 and its kin. Exit code 100: there are updates. */
export const yum = overRpm({
  name: 'yum',
  programs: ['yum'],
  caches: ['/var/cache/yum', ...yumReleases()],
  fetch: 'yum makecache',
  async ask(ask, program) {
    const all = parseCheckUpdate(await ask(program, ['-C', '-q', 'check-update'], [0, 100]));
    const secure = parseCheckUpdate(await ask(program, ['-C', '-q', '--security', 'check-update'], [0, 100]));
    const names = new Set(secure.map(({ name }) => name));
    return all.map((update) => ({ ...update, security: names.has(update.name) }));
  },
});

/** Azure Linux and Photon OS. It does not say which updates mend what. */
export const tdnf = overRpm({
  name: 'tdnf',
  programs: ['tdnf'],
  caches: ['/var/cache/tdnf'],
  fetch: 'tdnf makecache',
  ask: async (ask, program) => parseCheckUpdate(await ask(program, ['--cacheonly', 'check-update'], [0, 100])),
});

/** `/var/cache/yum/x86_64/7/<repository>`: an architecture and a release stand above the repositories. */
function yumReleases(): string[] {
  return ['x86_64', 'aarch64'].flatMap((machine) =>
    ['7', '7Server', '2'].map((release) => `/var/cache/yum/${machine}/${release}`),
  );
}
