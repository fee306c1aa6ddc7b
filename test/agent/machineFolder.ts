import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const resourceId =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web1';

const folders: string[] = [];

/** A made-up machine: path to text; a value `-> target` is a symbolic link. */
export function machineFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-machine-'));
  folders.push(folder);
  addFiles(folder, files);
  return folder;
}

export function addFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), file);
    else writeFileSync(file, text);
  }
}

export function removeMachineFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Files of /proc for one process, as the kernel writes them. */
export function processFiles(
  pid: number,
  name: string,
  argv: string[],
  sockets: number[] = [],
): Record<string, string> {
  const folder = `/proc/${pid}`;
  const zeros = '0 '.repeat(12);
  return {
    [`${folder}/stat`]: `${pid} (${name}) S 1 ${pid} ${pid} 0 -1 4194560 ${zeros}${100 * pid} 0 0\n`,
    [`${folder}/cmdline`]: argv.map((argument) => `${argument}\0`).join(''),
    [`${folder}/status`]: `Name:\t${name}\nUid:\t33\t33\t33\t33\n`,
    [`${folder}/exe`]: `-> /usr/bin/${name}`,
    ...Object.fromEntries(sockets.map((inode, at) => [`${folder}/fd/${at + 3}`, `-> socket:[${inode}]`])),
    [`${folder}/fd/0`]: '-> /dev/null',
  };
}

const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** A table of /proc/net: hexadecimal `address:port`, state and inode of each socket. */
export const netTable = (...sockets: [local: string, state: string, inode: number][]): string =>
  header +
  sockets
    .map(
      ([local, state, inode], at) =>
        `   ${at}: ${local} 0:0 ${state} 0:0 00:00000000 00000000     0        0 ${inode} 1 0\n`,
    )
    .join('');
