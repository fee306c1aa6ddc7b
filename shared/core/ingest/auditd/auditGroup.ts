import { auditEventKey, type AuditRecord } from './auditRecord';

/**
 * Indexes of lines that make one event: equal node, time and serial, in whatever order they came. A line that is no audit
 * line stands alone.
 */
export function groupAuditLines(lines: string[]): number[][] {
  const groups = new Map<string, number[]>();
  lines.forEach((line, at) => {
    const key = auditEventKey(line) ?? `#${at}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [at]);
    else own.push(at);
  });
  return [...groups.values()];
}

/** Kernel order of the records of one event, so that the same lines in another order make the same event. */
export function inKernelOrder(records: AuditRecord[]): AuditRecord[] {
  const rank = ({ type }: AuditRecord): number => {
    const at = kernelOrder.indexOf(type);
    return at < 0 ? 0 : at;
  };
  return [...records].sort((a, b) => rank(a) - rank(b) || item(a) - item(b));
}

/** Everything else (AVC, USER_LOGIN, ..) goes first: it names the event. */
const kernelOrder = ['', 'SYSCALL', 'SOCKADDR', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE', 'EOE'];

const item = ({ fields }: AuditRecord): number => Number(fields.item ?? 0);
