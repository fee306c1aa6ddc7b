import type { MachineFacts } from '../../shared/model/machineFacts';
import type { MachineRoot } from '../machineRoot';
import { maskCommandLine } from '../parse/maskSecrets';
import { parseBootTime, parseProcStat, parseStatusUid, type ProcStat } from '../parse/procStat';
import { isDenied, isMissing } from '../reasonOf';
import type { FoundFacts } from './family';
import { eachProcess } from './processIds';

type RunningProcess = NonNullable<MachineFacts['processes']>[number];

const longestCommandLine = 512;

/** USER_HZ: 100 on every architecture that Linux is commonly built for (time(7)). */
const ticksPerSecond = 100;

/** Running processes without the threads of the kernel itself. */
export async function readProcesses(root: MachineRoot): Promise<FoundFacts> {
  const bootTime = root.exists('/proc/stat') ? parseBootTime(root.read('/proc/stat')) : undefined;
  const processes: RunningProcess[] = [];
  let unparsed = 0;
  for await (const pid of eachProcess(root)) {
    try {
      const stat = parseProcStat(root.readHead(`/proc/${pid}/stat`, 4096));
      if (stat === undefined) unparsed += 1;
      else if (!stat.kernelThread) processes.push(describe(root, stat, bootTime));
    } catch (error) {
      // It ended since the directory was listed.
      if (!isMissing(error)) throw error;
    }
  }
  if (processes.length === 0) throw new Error('no running process was found in /proc');
  return { facts: { processes }, ...others(root, unparsed) };
}

/** /proc mounted with hidepid shows each user only his own processes: then even the first process is missing. */
function others(root: MachineRoot, unparsed: number): { unreadable?: Record<string, string> } {
  if (unparsed > 0)
    return { unreadable: { 'processes.others': `${unparsed} entries of /proc could not be understood` } };
  if (root.live && !root.exists('/proc/1')) return { unreadable: { 'processes.others': 'hidden by /proc (hidepid)' } };
  return {};
}

function describe(root: MachineRoot, stat: ProcStat, bootTime: number | undefined): RunningProcess {
  const folder = `/proc/${stat.pid}`;
  const argv = root.readHead(`${folder}/cmdline`, 4096).split('\0').filter(Boolean);
  const uid = parseStatusUid(root.readHead(`${folder}/status`, 4096));
  if (uid === undefined) throw new Error(`no user id in ${folder}/status`);
  const exe = programOf(root, folder);
  const startedAt = bootTime === undefined ? undefined : (bootTime + stat.startTicks / ticksPerSecond) * 1000;
  return {
    pid: stat.pid,
    ppid: stat.ppid,
    uid,
    name: stat.name,
    commandLine: maskCommandLine(argv).slice(0, longestCommandLine),
    ...(exe !== undefined && { exe }),
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
  };
}

/** Processes of other users show their program only to root: then it is left out. A process that has ended but is not yet collected has none. */
function programOf(root: MachineRoot, folder: string): string | undefined {
  try {
    return root.link(`${folder}/exe`).slice(0, 512);
  } catch (error) {
    if (isDenied(error) || isMissing(error)) return undefined;
    throw error;
  }
}
