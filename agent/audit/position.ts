import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * How far the audit log was sent. The file is known by its inode and by the hash of its first bytes: an inode number
 * is used again after a file is removed, and a log that is copied and truncated keeps its own.
 */
export const auditPositionSchema = z.object({
  inode: z.string(),
  offset: z.number().int().nonnegative(),
  head: z.object({ length: z.number().int().nonnegative(), sha256: z.string() }),
});

export type AuditPosition = z.infer<typeof auditPositionSchema>;

/** Audit records begin with their time and serial, so far fewer bytes would tell two files apart. */
export const headLength = 512;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
