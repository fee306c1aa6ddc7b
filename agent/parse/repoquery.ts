import type { PendingUpdate } from './aptSimulation';

/** Output of `dnf repoquery --queryformat '%{name}\t%{evr}\n'`; dnf 4 adds line ends of its own. One package may stand there for several architectures. */
export function parseRepoquery(text: string): PendingUpdate[] {
  const found = text
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([name, available]) => name && available)
    .map(([name, available]) => ({ name: name!, available: available!.trim() }));
  return [...new Map(found.map((update) => [`${update.name} ${update.available}`, update])).values()];
}
