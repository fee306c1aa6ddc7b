import { z } from 'zod';
import type { AgentRecord } from '../record';

/** What was given up because the outbox was full or a file of it was damaged, since it was made. */
export const droppedSchema = z.object({
  records: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** ISO 8601, UTC: the last time. */
  lastAt: z.string().optional(),
});
export type Dropped = z.infer<typeof droppedSchema>;

export interface OutboxState {
  records: number;
  bytes: number;
  dropped: Dropped;
}

/** Records on their way to the hub, oldest first; bounded: what does not fit pushes out the oldest, which is counted. */
export interface Outbox {
  /** Returns once the records are kept; throws when they are not. */
  append(records: AgentRecord[]): void;
  /** Hands the oldest records to `deliver` and forgets them once it returns. Answers how many, 0 when there are none. */
  forward(deliver: (records: AgentRecord[]) => Promise<void>): Promise<number>;
  state(): OutboxState;
  close(): void;
}

export const nothingDropped: Dropped = { records: 0, bytes: 0 };
