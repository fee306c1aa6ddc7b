import type { MachineFacts } from '../../../model/machineFacts';
import type { Resource } from '../../../model/resource';
import { machineId, type Envelope } from './agentSchemas';

/** A machine outside Azure, which is in the inventory because its collector says so. */
export const isHybrid = ({ resourceId }: Envelope): boolean => /microsoft\.hybridcompute/i.test(resourceId);

type MachineState = Pick<MachineFacts, 'agentVersion' | 'os' | 'kernel' | 'logPath'>;

/** In the names of Microsoft.HybridCompute/machines, as far as the facts go. No times: when it was seen is `observedAt`. */
export const machineResource = (
  { resourceId, hostName }: Envelope,
  { os, kernel, agentVersion, logPath }: MachineState,
): Resource => ({
  id: resourceId,
  name: machineId.exec(resourceId)![1]!,
  type: 'Microsoft.HybridCompute/machines',
  properties: {
    machineFqdn: hostName,
    displayName: hostName,
    status: 'Connected',
    agentVersion,
    ...(logPath && { agentLogPath: logPath }),
    ...(os && { osType: os.family.toLowerCase(), osName: os.name, osSku: os.name, osVersion: os.version }),
    ...(kernel && { kernel: kernel.release, detectedProperties: { processorArchitecture: kernel.architecture } }),
  },
});
