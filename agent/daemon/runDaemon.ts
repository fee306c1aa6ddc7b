import { factsRecord, unreadableOf } from '../collect';
import type { Outbox } from '../outbox/outbox';
import type { Positions } from '../positions';
import type { Receiver } from '../receiver';
import type { AgentRecord } from '../record';
import { taskActions } from '../tasks/taskActions';
import { taskChannel, type TaskSettings } from '../tasks/taskChannel';
import { auditTask } from './auditTask';
import { createBell } from './bell';
import { createHealth, type Health } from './health';
import { heartbeatTask } from './heartbeatTask';
import { integrityTask, type Watch } from './integrityTask';
import { repeat, type Task } from './repeat';
import { sendLoop } from './sendLoop';
import { createTurns } from './turns';

export interface Daemon {
  machine: { root: string; resourceId: string; logPath?: string | undefined };
  outbox: Outbox;
  positions: Positions;
  /** Bytes that the outbox holds at most. */
  limit: number;
  /** Seconds; watched files are looked at as often as facts. */
  intervals: { facts: number; audit: number; heartbeat: number };
  watch?: Watch | undefined;
  /** Absent: nobody can ask this collector for anything. */
  tasks?: TaskSettings | undefined;
  open: () => Promise<Receiver>;
  now: () => Date;
  warn: (message: string) => void;
  /** Seconds that sending may go on after `stop`. */
  drainSeconds?: number;
  pauseSeconds?: number;
}

/** What the tasks work with. */
export interface DaemonParts extends Pick<Daemon, 'machine' | 'outbox' | 'positions' | 'limit' | 'now'> {
  health: Health;
  /** Puts records into the outbox. */
  keep: (records: AgentRecord[]) => void;
}

/**
 * Collects until `stop`: heartbeat, audit log and facts each at their own pace, none stopped by another's failure, all
 * through the outbox. Then sends what is left for a while; what cannot be sent stays in the outbox.
 */
export async function runDaemon(daemon: Daemon, stop: AbortSignal): Promise<void> {
  const { outbox, warn, drainSeconds = 5 } = daemon;
  const bell = createBell();
  const health = createHealth(warn);
  const keep = (records: AgentRecord[]) => {
    if (records.length === 0) return;
    outbox.append(records);
    bell.ring();
  };
  const giveUp = new AbortController();
  const tasksEnded = new AbortController();
  const sending = sendLoop({ ...daemon, bell, health, stop: tasksEnded.signal, giveUp: giveUp.signal });

  await Promise.all(tasksOf({ ...daemon, health, keep }, daemon).map((task) => repeat(task, health, stop)));
  tasksEnded.abort();
  bell.ring();
  const deadline = setTimeout(() => giveUp.abort(), drainSeconds * 1000);
  await sending;
  clearTimeout(deadline);
  const { records } = outbox.state();
  if (records > 0) warn(`${records} records are not delivered yet`);
}

function tasksOf(
  parts: DaemonParts,
  { intervals, watch, tasks }: Pick<Daemon, 'intervals' | 'watch' | 'tasks'>,
): Task[] {
  const { machine, now, keep } = parts;
  const pace = { ...intervals };
  const audit = auditTask(parts);
  const integrity = watch && integrityTask(parts, watch);
  let unreadable: string[] = [];
  const allowed = tasks?.allowed;
  const heartbeat = heartbeatTask(parts, { audit: audit.take, unreadable: () => unreadable, tasks: allowed });
  const collectFacts = async () => {
    const record = await factsRecord({ ...machine, now: now() }, () => ({
      facts: integrity?.facts() ?? {},
      unreadable: { ...unreadableOf(audit), ...integrity?.unreadable() },
    }));
    unreadable = Object.keys(record.body.unreadable);
    keep([record]);
  };
  // A task may ask for what is being done just now.
  const [factsTurn, auditTurn, integrityTurn] = [createTurns(), createTurns(), createTurns()];
  const facts = () => factsTurn(collectFacts);
  const readAudit = () => auditTurn(audit.run);
  const rereadAudit = () => auditTurn(audit.reread);
  const checkIntegrity = integrity && (() => integrityTurn(integrity.run));
  const act = taskActions({ facts, checkIntegrity, rereadAudit, pace });
  return [
    { name: 'heartbeat', seconds: () => pace.heartbeat, run: heartbeat },
    { name: 'audit', seconds: () => pace.audit, run: readAudit },
    ...(checkIntegrity ? [{ name: 'fileIntegrity', seconds: () => pace.facts, run: checkIntegrity }] : []),
    { name: 'facts', seconds: () => pace.facts, run: facts },
    ...(tasks ? [{ name: 'tasks', seconds: () => tasks.seconds, run: taskChannel(parts, tasks, act) }] : []),
  ];
}
