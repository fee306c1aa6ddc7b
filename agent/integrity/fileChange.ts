import { z } from 'zod';

/** What is remembered of a watched file. Only `sha256`, `mode`, `uid` and `gid` are compared; the rest tells that nothing changed. */
export const fileStateSchema = z.object({
  sha256: z.string(),
  /** Permission bits as in chmod, octal. */
  mode: z.string(),
  uid: z.number().int(),
  gid: z.number().int(),
  size: z.number().int(),
  inode: z.string(),
  /** Milliseconds since 1970: when content, owner or mode changed last; the kernel alone sets it. */
  changedAt: z.number(),
});
export type FileState = z.infer<typeof fileStateSchema>;

export interface FileChange {
  path: string;
  /** `attributes`: owner or mode alone. */
  change: 'created' | 'modified' | 'attributes' | 'deleted';
  before?: Pick<FileState, 'sha256' | 'mode' | 'uid' | 'gid' | 'size'>;
  after?: Pick<FileState, 'sha256' | 'mode' | 'uid' | 'gid' | 'size'>;
}
