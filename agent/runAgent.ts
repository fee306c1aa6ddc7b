import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { runDaemon, type Daemon } from './daemon/runDaemon';
import { fileBaselines, memoryBaselines } from './integrity/baseline';
import { watchedFiles } from './integrity/watchedFiles';
import { logPath } from './logPath';
import { openFileOutbox } from './outbox/fileOutbox';
import { memoryOutbox } from './outbox/memoryOutbox';
import type { Outbox } from './outbox/outbox';
import { maskText } from './parse/maskSecrets';
import { filePositions, memoryPositions, type Positions } from './positions';
import { printReceiver, receiverOf, type Receiver } from './receiver';
import { runOnce, type RunSummary } from './runOnce';
import type { AgentSettings } from './settings';
import { claimFrom } from './tasks/claimTasks';
import { openTaskLedger } from './tasks/ledger';
import type { TaskSettings } from './tasks/taskChannel';

export interface Console {
  out: (text: string) => void;
  err: (text: string) => void;
}

const megabyte = 1024 * 1024;

/** Without a state file everything is forgotten with the process, so its memory is what bounds the outbox. */
const mostInMemory = 8 * megabyte;

/** Collects until `stop`, or once; with `once` what cannot be delivered is thrown. */
export async function runAgent(settings: AgentSettings, console: Console, stop: AbortSignal): Promise<void> {
  const warn = (message: string) => console.err(`skywarden agent: ${maskText(message)}\n`);
  const now = () => new Date();
  // The daemon has its own, endless attempts, and is to know soon that the hub is away.
  const address = { ...settings, ...(!settings.once && { retries: 1 }) };
  const open = async () => (settings.print ? printReceiver(console.out) : receiverOf(address));
  const { root, resourceId } = settings;
  const machine = { root, resourceId, logPath: logPath(settings.journal) };
  const limit = settings.state === undefined ? mostInMemory : settings.outboxLimit * megabyte;
  const { outbox, positions, baselines } = openState(settings, limit, warn);
  try {
    if (settings.once) return await collectOnce({ machine, outbox, positions, open, warn, now, stop });
    const { interval: facts, auditInterval: audit, heartbeatInterval: heartbeat } = settings;
    const patterns = settings.watch ?? watchedFiles;
    const watch = patterns.length === 0 ? undefined : { patterns, baselines };
    const intervals = { facts, audit, heartbeat };
    const tasks = taskSettings(settings, now);
    return await runDaemon({ machine, outbox, positions, watch, tasks, limit, intervals, open, now, warn }, stop);
  } finally {
    outbox.close();
  }
}

/** Without an allowed kind there is no channel: nothing is asked. */
function taskSettings(settings: AgentSettings, now: () => Date): TaskSettings | undefined {
  const { tasks: allowed, taskInterval, state, ingestUrl, workspaceId, resourceId } = settings;
  if (allowed.length === 0 || state === undefined || ingestUrl === undefined || workspaceId === undefined)
    return undefined;
  return {
    allowed,
    workspaceId,
    seconds: taskInterval,
    claim: claimFrom({ ...settings, ingestUrl, workspaceId }, resourceId, now),
    openLedger: () => openTaskLedger(`${state}.tasks`),
  };
}

/** The outbox lies beside the state file: a position is moved on when the lines before it are in the outbox. */
function openState({ state }: AgentSettings, limit: number, warn: (message: string) => void) {
  const now = () => new Date();
  if (state === undefined) {
    return { outbox: memoryOutbox(limit, now), positions: memoryPositions(), baselines: memoryBaselines() };
  }
  mkdirSync(dirname(state), { recursive: true, mode: 0o700 });
  return {
    outbox: openFileOutbox({ folder: `${state}.outbox`, limit, now, warn }),
    positions: filePositions(state, warn),
    baselines: fileBaselines(`${state}.baseline`, warn),
  };
}

interface Once {
  machine: Daemon['machine'];
  outbox: Outbox;
  positions: Positions;
  open: () => Promise<Receiver>;
  warn: (message: string) => void;
  now: () => Date;
  stop: AbortSignal;
}

/** What a former run left in the outbox goes first. */
async function collectOnce({ machine, outbox, positions, open, warn, now, stop }: Once): Promise<void> {
  const receiver = await open();
  const deliver = (records: Parameters<Receiver['deliver']>[0]) => receiver.deliver(records, stop);
  try {
    for (let sent = 1; sent > 0;) sent = await outbox.forward(deliver);
    warn(summaryText(await runOnce({ ...machine, positions, now, deliver })));
  } finally {
    await receiver.close();
  }
}

const summaryText = ({ records, behind }: RunSummary) =>
  `${records} records delivered${behind > 0 ? `, ${behind} bytes of the audit log to go` : ''}`;
