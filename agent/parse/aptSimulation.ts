export interface PendingUpdate {
  name: string;
  installed?: string;
  available: string;
  /** Absent when the package manager does not tell. */
  security?: boolean;
}

/**
 * Output of `apt-get --simulate dist-upgrade`: `Inst name [installed] (available Archive:release/suite, ... [arch])`. Packages
 * without an installed version are new dependencies and left out.
 */
export function parseAptSimulation(text: string): PendingUpdate[] {
  return text
    .split('\n')
    .map((line) => /^Inst (\S+) \[([^\]]+)\] \((\S+) ([^)]*?)(?: \[[^\]]*\])?\)/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, installed, available, archives]) => ({
      name: name!,
      installed: installed!,
      available: available!,
      security: /security/i.test(archives!),
    }));
}
