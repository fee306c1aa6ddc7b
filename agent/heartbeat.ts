import type { TaskKind } from '../shared/model/machineTask';
import type { MachineFacts } from '../shared/model/machineFacts';
import type { OutboxState } from './outbox/outbox';

export interface AuditState {
  lines: number;
  /** Lines of events too large for a message. */
  leftOut: number;
  /** Bytes still to be read. */
  behind: number;
  /** True when lines may have been lost because the log was rotated away unread. */
  gap: boolean;
}

/** Says that the collector is alive and how much it could see. */
export interface AgentHeartbeat {
  agentVersion: string;
  /** Parts that the facts name as unreadable. */
  unreadable: string[];
  /** Since the heartbeat before; absent when there is no audit log to read. */
  audit?: AuditState;
  /** ISO 8601, UTC. */
  startedAt?: string;
  /** Tasks of the collector that fail now, with their reason; empty when all is well. */
  failing?: Record<string, string>;
  /** What waits for the hub, and what had to be dropped since the outbox was made. */
  outbox?: OutboxState;
  /** Kinds of tasks that may be asked of it; absent when its task channel is off. */
  tasks?: readonly TaskKind[];
  /** Where the collector writes what it has to say: a file, or `journal:<unit>`. */
  logPath?: string;
  /** Of the first heartbeat after a start: the machine as its facts will tell it, so that it is known before they are. */
  machine?: Required<Pick<MachineFacts, 'os' | 'kernel'>>;
}
