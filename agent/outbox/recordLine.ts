import { createHash } from 'node:crypto';
import type { AgentRecord } from '../record';

const checksumLength = 16;
const checksumOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, checksumLength);

/** One record as one line that tells whether it is whole: `<first 64 bits of SHA-256> <JSON>\n`. */
export function recordLine(record: AgentRecord): Buffer {
  const text = JSON.stringify(record);
  return Buffer.from(`${checksumOf(text)} ${text}\n`);
}

export interface ReadLines {
  records: AgentRecord[];
  /** Lines that are not as they were written. */
  damaged: number;
}

/** A last line without its end was never acknowledged (the process or the disk gave up in the middle of it): no damage. */
export function readLines(text: string): ReadLines {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  const intact = lines
    .filter((line) => line.startsWith(`${checksumOf(line.slice(checksumLength + 1))} `))
    .map((line) => JSON.parse(line.slice(checksumLength + 1)) as AgentRecord);
  return { records: intact, damaged: lines.length - intact.length };
}
