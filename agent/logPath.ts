import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Where standard error goes: a file, or `journal:<unit>` under systemd (which names the control group
 * after the unit); undefined for a terminal or a pipe, which nobody can look into later.
 */
export function logPath(journal: boolean): string | undefined {
  if (journal) return `journal:${unitOf(textOf('/proc/self/cgroup'))}`;
  const target = targetOf('/proc/self/fd/2');
  return target?.startsWith('/') && !target.startsWith('/dev/') ? target : undefined;
}

const unitOf = (cgroup: string) => /\/([^/\n]+\.service)$/m.exec(cgroup)?.[1] ?? 'unknown';

/** Off Linux there is no /proc: then the path is unknown, and nothing else depends on it. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
