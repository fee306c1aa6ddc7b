import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { MachineRoot } from '../machineRoot';
import { hashOf, headLength, type AuditPosition } from './position';

const folder = '/var/log/audit';

/** One file of the audit log, open for reading so that a rotation does not move it away. */
export interface LogFile {
  inode: string;
  size: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  read(from: number, bytes: number): Buffer;
  close(): void;
}

/** The files of the log, oldest first: `audit.log.3 ... audit.log.1`, then `audit.log`. Throws when there is none. */
export function openLogFiles(root: MachineRoot): LogFile[] {
  const rotated = root
    .list(folder)
    .map((name) => /^audit\.log\.(\d{1,4})$/.exec(name))
    .filter((match) => match !== null)
    .sort((a, b) => Number(b[1]) - Number(a[1]))
    .map((match) => match[0]);
  return [...rotated, 'audit.log'].map((name) => openLogFile(root.locate(`${folder}/${name}`)));
}

function openLogFile(path: string): LogFile {
  const descriptor = openSync(path, 'r');
  const { ino, size, mtimeMs } = fstatSync(descriptor);
  return {
    inode: String(ino),
    size,
    modifiedAt: mtimeMs,
    read(from, bytes) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, size - from)));
      return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, from));
    },
    close: () => closeSync(descriptor),
  };
}

export function positionIn(file: LogFile, offset: number): AuditPosition {
  const head = file.read(0, Math.min(offset, headLength));
  return { inode: file.inode, offset, head: { length: head.length, sha256: hashOf(head) } };
}

/** Index of the file that the position is in, by content first and then by inode; -1 when it is gone. */
export function findPosition(files: LogFile[], position: AuditPosition): number {
  const same = files
    .map((file, index) => ({ file, index }))
    .filter(({ file }) => file.size >= position.offset)
    .filter(({ file }) => hashOf(file.read(0, position.head.length)) === position.head.sha256);
  const exact = same.find(({ file }) => file.inode === position.inode);
  if (exact !== undefined) return exact.index;
  return position.head.length === 0 ? -1 : (same[0]?.index ?? -1);
}
