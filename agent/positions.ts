import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { auditPositionSchema, type AuditPosition } from './audit/position';
import { isMissing, reasonOf } from './reasonOf';

/** Keeps how far the audit log was delivered. */
export interface Positions {
  load(): Promise<AuditPosition | undefined>;
  save(position: AuditPosition): Promise<void>;
  /** The next reading begins with the current log. */
  forget(): Promise<void>;
}

/** Forgets with the process. */
export function memoryPositions(): Positions {
  let kept: AuditPosition | undefined;
  return {
    load: async () => kept,
    save: async (position) => {
      kept = position;
    },
    forget: async () => {
      kept = undefined;
    },
  };
}

const stateSchema = z.object({ audit: auditPositionSchema });

/**
 * One JSON file, replaced as a whole and flushed, so that it survives a crash. A damaged one is reported and ignored: the
 * log is then read again from its beginning, and what was sent twice is recognised by its receiver.
 */
export function filePositions(file: string, warn: (message: string) => void): Positions {
  return {
    async load() {
      try {
        return stateSchema.parse(JSON.parse(await readFile(file, 'utf8'))).audit;
      } catch (error) {
        if (!isMissing(error)) warn(`state file ${file} is ignored: ${reasonOf(error)}`);
        return undefined;
      }
    },
    async save(position) {
      const next = `${file}.new`;
      const handle = await open(next, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify({ audit: position }));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(next, file);
    },
    forget: () => rm(file, { force: true }),
  };
}
