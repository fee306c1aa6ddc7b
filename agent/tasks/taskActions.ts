import type { TaskWork } from '../../shared/model/machineTask';
import type { TaskActions } from './taskChannel';

/** Seconds between two runs. */
export interface Pace {
  facts: number;
  audit: number;
  heartbeat: number;
}

export interface Actors {
  facts: () => Promise<void>;
  /** Absent when no files are watched. */
  checkIntegrity: (() => Promise<void>) | undefined;
  /** Throws when the log cannot be read. */
  rereadAudit: () => Promise<void>;
  /** Changed by tasks. */
  pace: Pace;
}

/** All that a task can cause: the collector's own work, sooner or at another pace. */
export function taskActions({ facts, checkIntegrity, rereadAudit, pace }: Actors): TaskActions {
  const setIntervals = ({ facts: every, audit, heartbeat }: Extract<TaskWork, { kind: 'setIntervals' }>): void =>
    void Object.assign(pace, {
      ...(every !== undefined && { facts: every }),
      ...(audit !== undefined && { audit }),
      ...(heartbeat !== undefined && { heartbeat }),
    });
  return async (work) => {
    switch (work.kind) {
      case 'collectFacts':
        return facts();
      case 'checkIntegrity':
        if (checkIntegrity === undefined) throw new Error('no files are watched on this machine');
        return checkIntegrity();
      case 'rereadAuditLog':
        return rereadAudit();
      case 'setIntervals':
        return setIntervals(work);
    }
  };
}
