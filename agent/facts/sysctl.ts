import type { MachineRoot } from '../machineRoot';
import { globPattern } from '../parse/globPattern';
import { parseSysctlConf } from '../parse/sysctlConf';
import { isMissing, reasonOf } from '../reasonOf';
import type { FoundFacts } from './family';
import { glob } from './glob';
import { securityKeys } from './securityKeys';

/** Kernel settings that matter for security: those in force, and below another root those its files would set. */
export function readSysctl(root: MachineRoot): FoundFacts {
  const { values, unreadable } = readRunning(root);
  const sysctl = root.live ? values : { ...readConfigured(root), ...values };
  if (Object.keys(sysctl).length === 0) throw new Error('no kernel setting was found in /proc/sys or sysctl.conf');
  return { facts: { sysctl }, unreadable };
}

/** A key that the kernel does not have is simply absent; one that may not be read is named. */
function readRunning(root: MachineRoot): { values: Record<string, string>; unreadable: Record<string, string> } {
  const values: Record<string, string> = {};
  const unreadable: Record<string, string> = {};
  for (const key of securityKeys) {
    try {
      values[key] = root.readHead(`/proc/sys/${key.replaceAll('.', '/')}`, 1024).trim();
    } catch (error) {
      if (!isMissing(error)) unreadable[`sysctl.${key}`] = reasonOf(error);
    }
  }
  return { values, unreadable };
}

/** sysctl.d(5): a file name in an earlier folder hides the same name in later ones; files apply by name, sysctl.conf last. */
function readConfigured(root: MachineRoot): Record<string, string> {
  const folders = ['/usr/lib/sysctl.d', '/usr/local/lib/sysctl.d', '/run/sysctl.d', '/etc/sysctl.d'];
  const files = folders.flatMap((folder) => glob(root, `${folder}/*.conf`));
  const byName = new Map(files.map((file) => [file.slice(file.lastIndexOf('/') + 1), file]));
  const ordered = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);

  const values: Record<string, string> = {};
  for (const file of [...ordered, ...glob(root, '/etc/sysctl.conf')]) {
    for (const [pattern, value] of parseSysctlConf(root.read(file))) {
      for (const key of matching(pattern)) values[key] = value;
    }
  }
  return values;
}

function matching(pattern: string): string[] {
  const expression = globPattern(pattern);
  return securityKeys.filter((key) => expression.test(key));
}
