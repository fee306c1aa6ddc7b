import type { z } from 'zod';
import { Rejected } from '../../../model/rejected';

/** What a collector sent, in the form it must have. Throws Rejected with the place of the fault. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejected(
    'BadAgentRecord',
    `The collector's record cannot be read: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
