import type { WorkspaceStore } from '../../../shared/flows/ports/workspaces';
import type { MachineWorkspaceDocument, WorkspaceDocument } from '../../../shared/model/documents/settings';
import { etagMap } from './etagMap';

export function memoryWorkspaces(): WorkspaceStore {
  const workspaces = etagMap<WorkspaceDocument>();
  const machines = new Map<string, MachineWorkspaceDocument>();
  return {
    list: async () => workspaces.values(),
    save: async (document) => workspaces.write([[document.id, document]])[0]!,
    remove: async ({ id, _etag }) => workspaces.remove(id, _etag),
    machines: async (subscriptionId, ids) =>
      [...machines.values()].filter(
        ({ scope, machineId }) => scope === `/subscriptions/${subscriptionId}` && ids.includes(machineId),
      ),
    async settle(document) {
      const found = machines.get(document.machineId) ?? document;
      machines.set(document.machineId, found);
      return found;
    },
  };
}
