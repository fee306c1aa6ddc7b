import { createHash } from 'node:crypto';

/** More than a batch of the feed holds, so that a repeat of the last one is always recognised; about 30 KB. */
const maxMarks = 2_048;

/** A short mark of an outbox id (72 bits), so that remembering some thousand of them costs little. */
export const markOf = (outboxId: string): string =>
  createHash('sha256').update(outboxId).digest('base64url').slice(0, 12);

/** Adds the marks of a batch; the oldest batches go when there are too many marks. The newest batch always stays whole. */
export function remember(applied: readonly string[][], batch: readonly string[]): string[][] {
  const kept = [...applied, [...batch]];
  let marks = kept.reduce((sum, { length }) => sum + length, 0);
  while (marks > maxMarks && kept.length > 1) marks -= kept.shift()!.length;
  return kept;
}
