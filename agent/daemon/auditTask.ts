import { setImmediate } from 'node:timers/promises';
import { collectAudit } from '../audit/collectAudit';
import type { AuditState } from '../heartbeat';
import type { DaemonParts } from './runDaemon';

export interface AuditTask {
  run: () => Promise<void>;
  /** Reads the current log from its beginning; throws when it cannot be read. What was sent before is known to its receiver. */
  reread: () => Promise<void>;
  /** Why the log could not be read last time. */
  readonly reason: string | undefined;
  /** What was read since the last call; undefined when there is no log. */
  take: () => AuditState | undefined;
}

/** Small enough for the memory that a collector should take. */
const readingLimit = 1024 * 1024;

/** Moves new lines of the audit log to the outbox, and then the position: lines may come twice, never not at all. */
export function auditTask({ machine, outbox, positions, health, limit, now, keep }: DaemonParts): AuditTask {
  let reason: string | undefined;
  let since: AuditState | undefined;

  /** The log itself is the better buffer for what a slow hub has not taken yet; when the hub is away, it may rotate. */
  const crowded = () => outbox.state().bytes > limit / 2 && health.failing().hub === undefined;

  async function readOnce(): Promise<number> {
    const next = collectAudit({ ...machine, now: now(), position: await positions.load() }, readingLimit);
    reason = next.reason;
    if (next.state === undefined) return 0;
    keep(next.records);
    if (next.position !== undefined && next.state.lines > 0) await positions.save(next.position);
    since = added(since, next.state);
    return next.behind;
  }

  const run = async (): Promise<void> => {
    while (!crowded() && (await readOnce()) > 0) await setImmediate();
  };

  return {
    run,
    async reread() {
      await positions.forget();
      await run();
      if (reason !== undefined) throw new Error(reason);
    },
    get reason() {
      return reason;
    },
    take() {
      const taken = since;
      since = taken && { lines: 0, leftOut: 0, behind: taken.behind, gap: false };
      return taken;
    },
  };
}

function added(before: AuditState | undefined, now: AuditState): AuditState {
  if (before === undefined) return now;
  return {
    lines: before.lines + now.lines,
    leftOut: before.leftOut + now.leftOut,
    behind: now.behind,
    gap: before.gap || now.gap,
  };
}
