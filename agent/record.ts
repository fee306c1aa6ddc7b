import type { MachineFacts } from '../shared/model/machineFacts';
import type { TaskResult } from '../shared/model/machineTask';
import type { AgentHeartbeat } from './heartbeat';
import type { FileChange } from './integrity/fileChange';

export interface Envelope {
  /** Azure resource id of the machine. */
  resourceId: string;
  hostName: string;
  /** ISO 8601, UTC: when it was read. */
  time: string;
}

/** One message to the telemetry hub. The lines of an audit event are never in two messages. */
export type AgentRecord = Envelope &
  (
    | { skywarden: 'facts/1'; body: MachineFacts }
    | { skywarden: 'audit/1'; body: { lines: string[] } }
    | { skywarden: 'integrity/1'; body: { changes: FileChange[] } }
    | { skywarden: 'task/1'; body: TaskResult }
    | { skywarden: 'heartbeat/1'; body: AgentHeartbeat }
  );
