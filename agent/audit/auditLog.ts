import type { MachineRoot } from '../machineRoot';
import { findPosition, openLogFiles, positionIn, type LogFile } from './logFiles';
import type { AuditPosition } from './position';
import { groupBySerial, isOpen, serialOf, type AuditGroup } from './serials';

export interface AuditLines {
  groups: AuditGroup[];
  lines: number;
  /** Where to go on next time; save it only once the lines have been delivered. */
  position: AuditPosition;
  /** Bytes of the log that were not read yet. */
  behind: number;
  /** True when the file of the last position is gone: lines between it and the oldest file may be lost. */
  gap: boolean;
}

export interface AuditReading {
  root: MachineRoot;
  /** Without one, the current file is read from its beginning. */
  position?: AuditPosition;
  /** Bytes read at most. */
  limit: number;
  now: Date;
}

interface Line {
  text: string;
  file: LogFile;
  start: number;
  end: number;
}

/** auditd writes the records of one event within milliseconds; a file untouched for longer holds whole events. */
const settledAfter = 2_000;

/** New lines of the audit log, across rotation, cut between events. Throws when there is no log or it may not be read. */
export function readAuditLog({ root, position, limit, now }: AuditReading): AuditLines {
  const files = openLogFiles(root);
  try {
    const found = position === undefined ? files.length - 1 : findPosition(files, position);
    const gap = found < 0;
    const unread = files.slice(Math.max(0, found));
    const start = gap || position === undefined ? 0 : position.offset;
    const { lines, cut } = readLines(unread, start, limit);
    const kept = withoutOpenEvent(lines, cut, now);
    const last = kept.at(-1) ?? { file: unread[0]!, end: start };
    return {
      groups: groupBySerial(kept.map((line) => line.text)),
      lines: kept.length,
      position: positionIn(last.file, last.end),
      behind: cut ? bytesAfter(unread, last.file, last.end) : 0,
      gap,
    };
  } finally {
    for (const file of files) file.close();
  }
}

function bytesAfter(files: LogFile[], file: LogFile, offset: number): number {
  const later = files.slice(files.indexOf(file) + 1);
  return later.reduce((sum, { size }) => sum + size, file.size - offset);
}

function readLines(files: LogFile[], start: number, limit: number): { lines: Line[]; cut: boolean } {
  const lines: Line[] = [];
  let left = limit;
  for (const [at, file] of files.entries()) {
    const from = at === 0 ? start : 0;
    const bytes = file.read(from, left);
    const toEnd = from + bytes.length === file.size;
    // A line longer than the whole reading is taken in pieces, or the log would stand still at it.
    const complete = bytes.length === limit && !bytes.includes(0x0a);
    for (const line of split(bytes, file, from, complete || (toEnd && at < files.length - 1))) lines.push(line);
    left -= bytes.length;
    if (left <= 0 && bytesAfter(files, file, from + bytes.length) > 0) return { lines, cut: true };
  }
  return { lines, cut: false };
}

/** Whole lines; what follows the last line end is still being written unless the text is `complete`. */
function split(bytes: Buffer, file: LogFile, from: number, complete: boolean): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    if (newline < 0 && !complete) break;
    const end = newline < 0 ? bytes.length : newline + 1;
    lines.push({ text: bytes.toString('utf8', start, end).trimEnd(), file, start: from + start, end: from + end });
    start = end;
  }
  return lines.filter((line) => line.text !== '');
}

/**
 * Leaves out the last event, and what came after its first line, when more of its lines may follow: because reading
 * stopped at the limit, or because auditd is still writing it.
 */
function withoutOpenEvent(lines: Line[], cut: boolean, now: Date): Line[] {
  const last = lines.at(-1);
  if (last === undefined) return lines;
  const serial = serialOf(last.text);
  const event = lines.filter((line) => serialOf(line.text) === serial);
  const settled = now.getTime() - last.file.modifiedAt >= settledAfter;
  const open = cut || (!settled && isOpen(event.map((line) => line.text)));
  const from = lines.indexOf(event[0]!);
  // An event that alone fills the whole reading would otherwise never be sent.
  return open && !(cut && from === 0) ? lines.slice(0, from) : lines;
}
