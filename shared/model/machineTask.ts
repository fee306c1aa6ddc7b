import { z } from 'zod';
import type { Stored } from './documents/stored';

/** All that a collector can be asked to do; never a command. What each does stands in agent/README.md. */
export const taskKinds = ['collectFacts', 'checkIntegrity', 'rereadAuditLog', 'setIntervals'] as const;
export type TaskKind = (typeof taskKinds)[number];

const intervals = {
  facts: z.int().min(5).max(86_400).optional(),
  audit: z.int().min(1).max(86_400).optional(),
  heartbeat: z.int().min(1).max(86_400).optional(),
};

export const taskWorkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('collectFacts') }),
  z.strictObject({ kind: z.literal('checkIntegrity') }),
  z.strictObject({ kind: z.literal('rereadAuditLog') }),
  /** Seconds; until the collector starts again. What is left out stays. */
  z
    .strictObject({ kind: z.literal('setIntervals'), ...intervals })
    .refine(({ facts, audit, heartbeat }) => facts ?? audit ?? heartbeat, 'gives at least one interval'),
]);
export type TaskWork = z.infer<typeof taskWorkSchema>;

/** What is signed: the work, bound to one machine of one workspace and to a time. `id` is never used twice. */
export const taskOrderSchema = z.strictObject({
  id: z.guid(),
  workspaceId: z.string().max(128),
  /** ARM id, lower case. */
  machineId: z.string().max(1024),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  work: taskWorkSchema,
});
export type TaskOrder = z.infer<typeof taskOrderSchema>;

/** An order as the API hands it out: the JSON text that was signed, so that nothing depends on how it is written out. */
export const sealedTaskSchema = z.strictObject({
  content: z.string().max(8192),
  /** HMAC-SHA256, base64. */
  signature: z.string().max(64),
});
export type SealedTask = z.infer<typeof sealedTaskSchema>;

/** Longest time between creation and expiry. */
export const maxTaskMinutes = 1_440;
/** Most that are handed out at once, and most ids that a collector tells it knows. */
export const maxTasksAtOnce = 16;
export const maxKnownTasks = 512;

export const taskOutcomes = ['done', 'failed', 'refused', 'interrupted'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** What a collector says of a task; `interrupted`: it ended while the task ran. */
export const taskResultSchema = z.object({
  taskId: z.string().max(64),
  kind: z.string().max(64),
  outcome: z.enum(taskOutcomes),
  reason: z.string().max(1024).optional(),
  finishedAt: z.string().max(40),
});
export type TaskResult = z.infer<typeof taskResultSchema>;

export type TaskState = 'waiting' | 'handedOut' | 'cancelled' | TaskOutcome;

/** Container `runs`: `automationId` is `/workspaces/{id}/machinetasks`, so that they end with its other rows after 31 days. */
export interface MachineTaskDocument extends Stored {
  kind: 'machineTask';
  automationId: string;
  /** YYYY-MM-DD, UTC, of its creation. */
  day: string;
  at: string;
  order: TaskOrder;
  state: TaskState;
  reason?: string;
  /** Who did what when, oldest first: principals by object id, collectors by the id of their key. */
  trail: { at: string; what: 'created' | 'handedOut' | 'cancelled' | TaskOutcome; by: string }[];
}
