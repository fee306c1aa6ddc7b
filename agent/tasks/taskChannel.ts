import type { TaskOutcome, TaskResult, TaskWork } from '../../shared/model/machineTask';
import { parseResourceId } from '../../shared/model/resourceId';
import { envelopeOf } from '../envelope';
import { openMachineRoot } from '../machineRoot';
import { maskText } from '../parse/maskSecrets';
import { reasonOf } from '../reasonOf';
import type { DaemonParts } from '../daemon/runDaemon';
import type { ClaimTasks } from './claimTasks';
import { judgeTask, type TaskRules } from './judgeTask';
import type { TaskLedger } from './ledger';

/** What switches the channel on. */
export interface TaskSettings extends Omit<TaskRules, 'machineId'> {
  seconds: number;
  claim: ClaimTasks;
  /** Opened with the first run, and again after a failure. */
  openLedger: () => TaskLedger;
}

/** Does what a task asks for; throws when it cannot. */
export type TaskActions = (work: TaskWork) => Promise<void>;

/** Refusals are told once each; that many are remembered. */
const mostMarks = 256;

/** Asks for tasks and does them one after another. Each has one result, which goes through the outbox like all else. */
export function taskChannel(
  { machine, keep, now }: DaemonParts,
  { claim, openLedger, ...settings }: TaskSettings,
  act: TaskActions,
): () => Promise<void> {
  const rules: TaskRules = { ...settings, machineId: parseResourceId(machine.resourceId).id };
  const marks = new Set<string>();
  let ledger: TaskLedger | undefined;

  function tell(taskId: string, kind: string, outcome: TaskOutcome, why?: string): void {
    const envelope = envelopeOf(openMachineRoot(machine.root), machine.resourceId, now());
    const reason = why === undefined ? {} : { reason: maskText(why).slice(0, 1024) };
    const body: TaskResult = { taskId, kind, outcome, ...reason, finishedAt: envelope.time };
    keep([{ skywarden: 'task/1', ...envelope, body }]);
  }

  function ready(): TaskLedger {
    if (ledger) return ledger;
    const opened = openLedger();
    for (const { id, kind } of opened.unfinished()) {
      tell(id, kind, 'interrupted', 'the collector ended while it ran');
      opened.finish(id);
    }
    return (ledger = opened);
  }

  async function run(taskId: string, work: TaskWork): Promise<void> {
    try {
      await act(work);
      tell(taskId, work.kind, 'done');
    } catch (error) {
      tell(taskId, work.kind, 'failed', reasonOf(error));
    }
  }

  return async () => {
    const taken = ready();
    taken.forget(now());
    const { tasks, key } = await claim(taken.ids());
    for (const sealed of tasks) {
      const judged = judgeTask(sealed, key, rules, taken, now());
      if ('refused' in judged) {
        if (!marks.has(judged.mark) && marks.size < mostMarks)
          tell(judged.taskId, judged.kind, 'refused', judged.refused);
        marks.add(judged.mark);
        continue;
      }
      const { id, work, expiresAt } = judged.order;
      taken.take({ id, kind: work.kind, until: expiresAt });
      await run(id, work);
      taken.finish(id);
    }
  };
}
