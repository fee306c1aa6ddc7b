import { createHash } from 'node:crypto';
import { openTask } from '../../shared/core/ingest/door/taskSeal';
import { maxTaskMinutes, type SealedTask, type TaskKind, type TaskOrder } from '../../shared/model/machineTask';
import type { TaskLedger } from './ledger';

export interface TaskRules {
  /** ARM id, lower case. */
  machineId: string;
  workspaceId: string;
  allowed: readonly TaskKind[];
}

export type Judged =
  | { order: TaskOrder }
  | {
      refused: string;
      /** Of the task; of one that is not signed, or was taken before, a hash of what came. */
      mark: string;
      taskId: string;
      kind: string;
    };

/** A clock may be that far off; requests are judged likewise. */
const maxSkewMs = 15 * 60_000;

/** Whether a task may run here and now, or why not. */
export function judgeTask(
  sealed: SealedTask,
  key: Uint8Array,
  rules: TaskRules,
  ledger: Pick<TaskLedger, 'has' | 'isFull'>,
  now: Date,
): Judged {
  const opened = openTask(key, sealed);
  if ('refused' in opened) {
    const reason =
      opened.refused === 'forged' ? 'it is not signed with the key of this machine' : 'it is of no known form';
    return { refused: reason, mark: hashOf(sealed), taskId: opened.id, kind: opened.kind };
  }
  const { order } = opened;
  const about = { taskId: order.id, kind: order.work.kind };
  if (ledger.has(order.id)) return { refused: 'it was taken before', mark: hashOf(sealed), ...about };
  const reason = reasonAgainst(order, rules, now) ?? (ledger.isFull() ? 'too many tasks were taken lately' : undefined);
  return reason === undefined ? { order } : { refused: reason, mark: order.id, ...about };
}

function reasonAgainst(order: TaskOrder, rules: TaskRules, now: Date): string | undefined {
  const { machineId, workspaceId, createdAt, expiresAt, work } = order;
  if (machineId !== rules.machineId) return 'it is for another machine';
  if (workspaceId.toLowerCase() !== rules.workspaceId.toLowerCase()) return 'it is of another workspace';
  const [created, expires] = [Date.parse(createdAt), Date.parse(expiresAt)];
  if (expires <= now.getTime()) return 'it has expired';
  if (created > now.getTime() + maxSkewMs) return 'it was made in the future: set the clock';
  if (expires - created > maxTaskMinutes * 60_000) return 'it is valid for too long';
  return rules.allowed.includes(work.kind) ? undefined : 'its kind is not allowed on this machine';
}

const hashOf = ({ content, signature }: SealedTask): string =>
  createHash('sha256')
    .update(JSON.stringify([content, signature]))
    .digest('hex')
    .slice(0, 32);
