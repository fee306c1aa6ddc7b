import type { AgentRecord } from '../record';

/** Before compression; below what the door takes even if nothing could be compressed. */
const mostBytes = 900_000;

/** Records in order, in parts whose JSON arrays stay below `most` bytes; a larger record alone. */
export function packBodies(records: AgentRecord[], most = mostBytes): AgentRecord[][] {
  const parts: AgentRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    const last = parts.at(-1);
    if (last === undefined || last[0]!.resourceId !== record.resourceId || bytes > room) {
      parts.push([record]);
      room = most - bytes - 1;
      continue;
    }
    last.push(record);
    room -= bytes;
  }
  return parts;
}
