import type { MachineTaskStore } from '../../../shared/flows/ports/machineTasks';
import type { MachineTaskDocument } from '../../../shared/model/machineTask';
import { etagMap, page } from './etagMap';

export function memoryMachineTasks(): MachineTaskStore {
  const tasks = etagMap<MachineTaskDocument>();
  const of = (workspaceId: string, machineId?: string) =>
    tasks
      .values((one) => one.workspaceId === workspaceId && (!machineId || one.order.machineId === machineId))
      .sort((a, b) => (a.at < b.at ? 1 : -1));
  return {
    list: async (workspaceId, { machineId, ...options }) => page(of(workspaceId, machineId), options),
    get: async (workspaceId, taskId) => of(workspaceId).find(({ order }) => order.id === taskId),
    open: async (workspaceId, machineId, now, top) =>
      of(workspaceId, machineId)
        .reverse()
        .filter(({ state, order }) => ['waiting', 'handedOut'].includes(state) && order.expiresAt > now.toISOString())
        .slice(0, top),
    save: async (document) => tasks.write([[document.id, document]])[0]!,
  };
}
