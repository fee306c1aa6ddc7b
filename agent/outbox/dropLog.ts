import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { isMissing, reasonOf } from '../reasonOf';
import { droppedSchema, nothingDropped } from './outbox';

/** `removing` is the segment whose records are counted already: after a crash in between it is removed, not counted again. */
const dropLogSchema = z.object({ dropped: droppedSchema, removing: z.number().int().nonnegative().default(0) });
export type DropLog = z.infer<typeof dropLogSchema>;

/** What is on disk; a damaged file is reported, and the count begins again. */
export function loadDropLog(file: string, warn: (message: string) => void): DropLog {
  try {
    return dropLogSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!isMissing(error)) warn(`the count of dropped records in ${file} is lost: ${reasonOf(error)}`);
    return { dropped: nothingDropped, removing: 0 };
  }
}

export function saveDropLog(file: string, log: DropLog): void {
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(log));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}
