import type { TaskKind } from '../../shared/model/machineTask';
import { envelopeOf } from '../envelope';
import { readKernel } from '../facts/kernel';
import { readOperatingSystem } from '../facts/operatingSystem';
import type { AgentHeartbeat, AuditState } from '../heartbeat';
import { openMachineRoot, type MachineRoot } from '../machineRoot';
import { agentVersion } from '../version';
import type { DaemonParts } from './runDaemon';

export interface HeartbeatSources {
  audit: () => AuditState | undefined;
  unreadable: () => string[];
  /** Kinds of tasks that this machine allows; undefined when it allows none. */
  tasks?: readonly TaskKind[] | undefined;
}

/** Every heartbeat says how the collector is; the first one also what the machine is. */
export function heartbeatTask(parts: DaemonParts, { audit, unreadable, tasks }: HeartbeatSources): () => void {
  const { machine, outbox, health, now, keep } = parts;
  const startedAt = now().toISOString();
  let introduced = false;
  return () => {
    const root = openMachineRoot(machine.root);
    const audited = audit();
    const body: AgentHeartbeat = {
      agentVersion,
      unreadable: unreadable(),
      startedAt,
      failing: health.failing(),
      outbox: outbox.state(),
      ...(audited && { audit: audited }),
      ...(tasks && { tasks }),
      ...(machine.logPath && { logPath: machine.logPath }),
      ...(introduced ? {} : introduction(root)),
    };
    keep([{ skywarden: 'heartbeat/1', ...envelopeOf(root, machine.resourceId, now()), body }]);
    introduced = true;
  };
}

/** Both or nothing: half of it would take from the inventory what the facts had told. */
function introduction(root: MachineRoot): Pick<AgentHeartbeat, 'machine'> {
  try {
    const { os } = readOperatingSystem(root).facts;
    const { kernel } = readKernel(root).facts;
    return os === undefined || kernel === undefined ? {} : { machine: { os, kernel } };
  } catch {
    // The facts, which follow at once, name what cannot be read and why.
    return {};
  }
}
