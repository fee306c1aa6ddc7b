import type { AuditGroup } from './serials';

export interface PackedLines {
  /** Lines of one message each; the lines of one event are never in two. */
  messages: string[][];
  /** Lines of events that are larger than a whole message: their first lines are sent, these are not. */
  leftOut: number;
}

/** JSON adds two quotes and a comma to each line, and an escape to each quote in it. */
const sizeOf = (line: string) => Buffer.byteLength(JSON.stringify(line)) + 1;

export function packLines(groups: AuditGroup[], limit: number): PackedLines {
  const messages: string[][] = [];
  let [room, leftOut] = [0, 0];
  for (const group of groups) {
    const lines = firstLines(group.lines, limit);
    leftOut += group.lines.length - lines.length;
    const size = lines.reduce((sum, line) => sum + sizeOf(line), 0);
    if (size > room) {
      messages.push([]);
      room = limit;
    }
    messages.at(-1)!.push(...lines);
    room -= size;
  }
  return { messages: messages.filter((message) => message.length > 0), leftOut };
}

function firstLines(lines: string[], limit: number): string[] {
  let size = 0;
  return lines.filter((line) => (size += sizeOf(line)) <= limit);
}
