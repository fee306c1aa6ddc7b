import type { AgentDeployment, DeploymentState } from '../../model/agentDeployment';

type Reason = NonNullable<AgentDeployment['reason']>;

/** Minutes until the second, third ... attempt: a machine that is off today may be on tomorrow. */
const delays = [5, 15, 60, 240, 1_440];
/** Longer than one attempt takes. */
const heldMinutes = 6;
/** A trigger that comes again soon after the end starts nothing: facts take a while to arrive. */
const quietMinutes: Partial<Record<DeploymentState, number>> = { succeeded: 24 * 60, failed: 60 };

const after = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

export const isOpen = ({ state }: Pick<AgentDeployment, 'state'>): boolean =>
  state === 'waiting' || state === 'running';

/** What to do with a machine that needs the collector: `run` now, `later` when whoever runs it is due, or nothing. */
export function nextStep(kept: AgentDeployment | undefined, now: Date): 'run' | 'later' | 'nothing' {
  const time = now.toISOString();
  if (kept === undefined) return 'run';
  if (kept.state === 'running') return (kept.heldUntil ?? '') > time ? 'later' : 'run';
  if (kept.state === 'waiting') return (kept.nextAttemptAt ?? '') > time ? 'nothing' : 'run';
  const quiet = quietMinutes[kept.state] ?? 0;
  return Date.parse(kept.changedAt) + quiet * 60_000 > now.getTime() ? 'nothing' : 'run';
}

/** Begins an attempt: the next one of what is open, the first of what is new or was closed. */
export function begun(kept: AgentDeployment | undefined, machineId: string, now: Date): AgentDeployment {
  const open = kept && isOpen(kept) ? kept : undefined;
  const time = now.toISOString();
  return {
    machineId,
    state: 'running',
    attempts: (open?.attempts ?? 0) + 1,
    createdAt: open?.createdAt ?? time,
    changedAt: time,
    heldUntil: after(now, heldMinutes),
    ...(open?.reason && { reason: open.reason }),
  };
}

export function closed(
  { machineId, attempts, createdAt }: AgentDeployment,
  state: 'succeeded' | 'failed' | 'cancelled',
  now: Date,
  reason?: Reason,
): AgentDeployment {
  return { machineId, state, attempts, createdAt, changedAt: now.toISOString(), ...(reason && { reason }) };
}

/** After a failure that may pass: waits, the longer the more attempts there were, or is given up. */
export function postponed(deployment: AgentDeployment, now: Date, reason: Reason): AgentDeployment {
  const delay = delays[deployment.attempts - 1];
  if (delay === undefined) return closed(deployment, 'failed', now, reason);
  const { machineId, attempts, createdAt } = deployment;
  const changedAt = now.toISOString();
  return { machineId, state: 'waiting', attempts, createdAt, changedAt, nextAttemptAt: after(now, delay), reason };
}

/** Seconds until an open deployment is due. */
export function secondsUntilDue({ nextAttemptAt, heldUntil }: AgentDeployment, now: Date): number {
  const due = Date.parse(nextAttemptAt ?? heldUntil ?? now.toISOString());
  return Math.max(1, Math.ceil((due - now.getTime()) / 1_000));
}

/**
 * Whether the same request may succeed later, by the HTTP status of the refusal: machines that are off, starting or busy answer 409,
 * scripts that fail come as failed operations, without a status of their own (0, or the 200 of the operation).
 */
export const mayPass = (status: number): boolean =>
  status < 300 || status === 408 || status === 409 || status === 429 || status >= 500;
