/** Lines of one audit event: same node, time and serial. */
export interface AuditGroup {
  lines: string[];
}

const identity = /^(?:node=(\S+) )?type=(\S+) msg=audit\((\d+\.\d+:\d+)\)/;

/** What tells which event a line belongs to; lines that are no audit records stand alone under their own text. */
export function serialOf(line: string): string {
  const match = identity.exec(line);
  return match === null ? line : `${match[1] ?? ''}|${match[3]}`;
}

/** Records that the kernel writes as parts of one event; all others are events of one record. */
const kernelParts = new Set(['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'SOCKADDR', 'IPC', 'FD_PAIR', 'OBJ_PID', 'MMAP']);
const lastParts = new Set(['EOE', 'PROCTITLE']);

/** True when more records of this event may still be written. */
export function isOpen(lines: string[]): boolean {
  const types = lines.map((line) => identity.exec(line)?.[2] ?? '');
  return types.some((type) => kernelParts.has(type)) && !types.some((type) => lastParts.has(type));
}

/** Lines by event, in the order in which the events begin: lines of different events may interleave. */
export function groupBySerial(lines: string[]): AuditGroup[] {
  const groups = new Map<string, AuditGroup>();
  for (const line of lines) {
    const serial = serialOf(line);
    const group = groups.get(serial);
    if (group === undefined) groups.set(serial, { lines: [line] });
    else group.lines.push(line);
  }
  return [...groups.values()];
}
