import type { MachineRoot } from '../../machineRoot';
import type { PendingUpdate } from '../../parse/aptSimulation';
import type { AskProgram } from './askProgram';

/** One package manager, as far as pending updates go. */
export interface UpdateManager {
  name: string;
  /** Whether it is what this machine is kept up to date with. */
  isUsed(root: MachineRoot): boolean;
  /** Files and folders whose change can change the answer. */
  watched(root: MachineRoot): string[];
  /** When the newest of these was changed, the lists of updates were fetched last. */
  fetched(root: MachineRoot): string[];
  /** True when the answer stands in files, so that it can be read below another root too. */
  byFiles?: true;
  /** Throws when it is not known, never says "none" instead. */
  updates(root: MachineRoot, ask: AskProgram): Promise<PendingUpdate[]>;
  /** Undefined when nothing on this machine would tell. */
  rebootRequired?(root: MachineRoot): boolean | undefined;
}

/** Folders of a cache in which the metadata of a repository lies: they change when it is fetched. yum has no `repodata` between. */
export function repositoryFolders(root: MachineRoot, cache: string): string[] {
  if (!root.exists(cache)) return [];
  return root
    .list(cache)
    .slice(0, mostRepositories)
    .map((name) => `${cache}/${name}`)
    .flatMap((folder) => {
      if (root.exists(`${folder}/repodata`)) return [`${folder}/repodata`];
      return root.exists(`${folder}/repomd.xml`) ? [folder] : [];
    });
}

const mostRepositories = 500;

/** Without metadata a package manager would find nothing to update, which is not the same as "not known". */
export function requireFetched(folders: string[], cache: string, how: string): void {
  if (folders.length === 0) throw new Error(`${cache} holds no metadata: run ${how}`);
}
