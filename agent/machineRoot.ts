import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs';
import { dirname, join, basename, resolve } from 'node:path';
import { isMissing } from './reasonOf';
import { resolveBelow } from './resolveBelow';

const megabyte = 1024 * 1024;

/**
 * The file system of the machine being looked at. Paths are the machine's own (`/etc/passwd`). Reads are synchronous:
 * files of /proc never wait for a disk, and an asynchronous read costs several times the CPU.
 */
export interface MachineRoot {
  path: string;
  /** True when it is the machine that the collector runs on, so that its programs may be asked too. */
  live: boolean;
  /** The whole file as UTF-8; throws when it is larger than `limit` bytes (default 4 MB). */
  read(path: string, limit?: number): string;
  /** At most the first `bytes` bytes. */
  readHead(path: string, bytes: number): string;
  /** Sorted names in a directory. */
  list(path: string): string[];
  /** Target of a symbolic link, not followed. */
  link(path: string): string;
  exists(path: string): boolean;
  /** Where the file really lies. */
  locate(path: string): string;
}

export function openMachineRoot(folder = '/'): MachineRoot {
  const root = resolve(folder);
  const locate = (path: string) => resolveBelow(root, path);
  return {
    path: root,
    live: root === '/',
    locate,
    read(path, limit = 4 * megabyte) {
      const { text, more } = readBytes(locate(path), limit);
      if (more) throw new Error(`larger than ${limit} bytes: ${path}`);
      return text;
    },
    readHead: (path, bytes) => readBytes(locate(path), bytes).text,
    list: (path) => readdirSync(locate(path)).sort(),
    link: (path) => readlinkSync(join(locate(dirname(path)), basename(path))),
    exists: (path) => isThere(() => locate(path)),
  };
}

/** What lies below a file is not there either. */
function isThere(locate: () => string): boolean {
  try {
    return statSync(locate(), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** One buffer for all reads: they are synchronous, and most files are far smaller than it. */
const buffer = Buffer.allocUnsafe(256 * 1024);

function readBytes(file: string, limit: number): { text: string; more: boolean } {
  // Without O_NONBLOCK opening a pipe that someone put in the place of a file would hang.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error(`not a regular file: ${file}`);
    const chunks: Buffer[] = [];
    let total = 0;
    while (total <= limit) {
      const size = readSync(descriptor, buffer, 0, Math.min(buffer.length, limit + 1 - total), null);
      if (size === 0) break;
      total += size;
      chunks.push(Buffer.from(buffer.subarray(0, size)));
    }
    const text = Buffer.concat(chunks).subarray(0, limit).toString('utf8');
    return { text, more: total > limit };
  } finally {
    closeSync(descriptor);
  }
}
