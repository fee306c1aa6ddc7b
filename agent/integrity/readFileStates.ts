import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { glob } from '../facts/glob';
import type { MachineRoot } from '../machineRoot';
import { isMissing, reasonOf } from '../reasonOf';
import type { FileState } from './fileChange';

export type FileStates = Record<string, FileState>;

export interface ReadStates {
  states: FileStates;
  /** Path or pattern to the reason. */
  unreadable: Record<string, string>;
}

const mostFiles = 4096;
const largestFile = 256 * 1024 * 1024;
const buffer = Buffer.allocUnsafe(64 * 1024);

/** The files that match the patterns now. One that has not changed since `known` is not read again. */
export async function readFileStates(
  root: MachineRoot,
  patterns: readonly string[],
  known: FileStates,
): Promise<ReadStates> {
  const found: ReadStates = { states: {}, unreadable: {} };
  for (const path of new Set(patterns.flatMap((pattern) => matches(root, pattern, found)))) {
    if (Object.keys(found.states).length >= mostFiles) {
      found.unreadable[path] = `more than ${mostFiles} files`;
      break;
    }
    try {
      const state = stateOf(root, path, known[path]);
      if (state !== undefined) found.states[path] = state;
    } catch (error) {
      if (!isMissing(error)) found.unreadable[path] = reasonOf(error);
    }
    await setImmediate();
  }
  return found;
}

function matches(root: MachineRoot, pattern: string, { unreadable }: ReadStates): string[] {
  try {
    return glob(root, pattern);
  } catch (error) {
    unreadable[pattern] = reasonOf(error);
    return [];
  }
}

/** Undefined for what is no regular file. */
function stateOf(root: MachineRoot, path: string, known: FileState | undefined): FileState | undefined {
  const descriptor = openSync(root.locate(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    if (!stat.isFile()) return undefined;
    const seen = attributesOf(stat);
    if (known?.changedAt === seen.changedAt && known.inode === seen.inode && known.size === seen.size) return known;
    if (seen.size > largestFile) throw new Error(`larger than ${largestFile} bytes: ${path}`);
    return { sha256: hashOf(descriptor), ...seen };
  } finally {
    closeSync(descriptor);
  }
}

const attributesOf = (stat: BigIntStats) => ({
  mode: (Number(stat.mode) & 0o7777).toString(8),
  uid: Number(stat.uid),
  gid: Number(stat.gid),
  size: Number(stat.size),
  inode: String(stat.ino),
  changedAt: Number(stat.ctimeNs / 1000n) / 1000,
});

function hashOf(descriptor: number): string {
  const hash = createHash('sha256');
  for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
    hash.update(buffer.subarray(0, size));
  }
  return hash.digest('hex');
}
