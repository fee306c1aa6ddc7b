/** What /proc/<pid>/stat tells. */
export interface ProcStat {
  pid: number;
  name: string;
  ppid: number;
  kernelThread: boolean;
  /** Clock ticks after boot. */
  startTicks: number;
}

/** PF_KTHREAD of include/linux/sched.h: set by the kernel alone, so no process can hide behind a bracketed name. */
const kernelThreadFlag = 0x00200000;

/** proc(5): `pid (comm) state ppid ... flags(9) ... starttime(22)`; comm may itself hold spaces and parentheses. */
export function parseProcStat(text: string): ProcStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const stat = {
    pid: Number.parseInt(text, 10),
    name: text.slice(open + 1, close),
    ppid: Number(fields[1]),
    kernelThread: (Number(fields[6]) & kernelThreadFlag) !== 0,
    startTicks: Number(fields[19]),
  };
  return Number.isInteger(stat.pid) && Number.isInteger(stat.ppid) ? stat : undefined;
}

/** Real user id from /proc/<pid>/status. */
export function parseStatusUid(text: string): number | undefined {
  const uid = /^Uid:\s*(\d+)/m.exec(text)?.[1];
  return uid === undefined ? undefined : Number(uid);
}

/** Boot time from /proc/stat, seconds since 1970. */
export function parseBootTime(text: string): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
