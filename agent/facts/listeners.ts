import type { MachineFacts } from '../../shared/model/machineFacts';
import type { MachineRoot } from '../machineRoot';
import { parseProcNet, type ListeningSocket } from '../parse/procNet';
import { parseProcStat } from '../parse/procStat';
import { isMissing } from '../reasonOf';
import type { FoundFacts } from './family';
import { eachProcess } from './processIds';

type Listener = NonNullable<MachineFacts['listeners']>[number];

const megabyte = 1024 * 1024;

/** Open files looked at per collection: an upper bound of the time this may take. */
const mostOpenFiles = 200_000;

/** Ports on which processes wait for others, with the process that holds the socket where it may be seen. */
export async function readListeners(root: MachineRoot): Promise<FoundFacts> {
  const sockets = [
    ...readTable(root, 'tcp', 'tcp'),
    ...readTable(root, 'tcp6', 'tcp'),
    ...readTable(root, 'udp', 'udp'),
    ...readTable(root, 'udp6', 'udp'),
  ];
  const { holders, reason } = await findHolders(root, new Set(sockets.map((socket) => socket.inode)));
  const listeners = sockets.map(({ inode, ...socket }): Listener => ({ ...socket, ...holders.get(inode) }));
  return { facts: { listeners: unique(listeners) }, ...(reason && { unreadable: { 'listeners.processes': reason } }) };
}

/**
 * /proc/net shows the network of the reading process. Below another root that is the collector's own, where a /proc of
 * another machine or container is mounted, so its first process is asked before it. IPv6 may be missing altogether.
 */
function readTable(root: MachineRoot, table: string, protocol: 'tcp' | 'udp'): ListeningSocket[] {
  const first = `/proc/1/net/${table}`;
  const file = !root.live && root.exists(first) ? first : `/proc/net/${table}`;
  if (table !== 'tcp' && !root.exists(file)) return [];
  return parseProcNet(root.read(file, 64 * megabyte), protocol);
}

interface Holders {
  holders: Map<string, { pid: number; process?: string }>;
  reason?: string;
}

/** The first process (by id) that has each socket open, found by the links in /proc/<pid>/fd. */
async function findHolders(root: MachineRoot, inodes: Set<string>): Promise<Holders> {
  const holders: Holders['holders'] = new Map();
  let [seen, denied] = [0, 0];
  for await (const pid of eachProcess(root)) {
    if (holders.size === inodes.size || seen > mostOpenFiles) break;
    try {
      for (const inode of socketsOf(root, pid)) {
        seen += 1;
        if (inodes.has(inode) && !holders.has(inode)) holders.set(inode, { pid, ...nameOf(root, pid) });
      }
    } catch (error) {
      if (!isMissing(error)) denied += 1;
    }
  }
  if (holders.size === inodes.size) return { holders };
  if (seen > mostOpenFiles) return { holders, reason: `more than ${mostOpenFiles} open files` };
  return denied === 0 ? { holders } : { holders, reason: `the open files of ${denied} processes may not be read` };
}

/** Inode of every socket the process has open, and an empty text for every other open file. */
function* socketsOf(root: MachineRoot, pid: number): Generator<string> {
  const folder = `/proc/${pid}/fd`;
  for (const descriptor of root.list(folder)) {
    try {
      yield /^socket:\[(\d+)\]$/.exec(root.link(`${folder}/${descriptor}`))?.[1] ?? '';
    } catch (error) {
      // Closed since the directory was listed.
      if (!isMissing(error)) throw error;
    }
  }
}

function nameOf(root: MachineRoot, pid: number): { process?: string } {
  const name = parseProcStat(root.readHead(`/proc/${pid}/stat`, 4096))?.name;
  return name === undefined ? {} : { process: name };
}

/** Sockets that share address, port and process (SO_REUSEPORT) are one listener. */
function unique(listeners: Listener[]): Listener[] {
  return [...new Map(listeners.map((listener) => [JSON.stringify(listener), listener])).values()];
}
