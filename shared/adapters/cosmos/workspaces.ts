import { machineWorkspaceKey, workspaceDocumentKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { WorkspaceStore } from '../../flows/ports/workspaces';
import type { MachineWorkspaceDocument, WorkspaceDocument } from '../../model/documents/settings';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

/** Ids in one question; each is up to a kilobyte. */
const maxIds = 200;

export function workspaceStore(containers: Containers): WorkspaceStore {
  const container = () => containers('settings');
  const { scope } = workspaceDocumentKey('');

  const machines: WorkspaceStore['machines'] = async (subscriptionId, machineIds) => {
    const found: MachineWorkspaceDocument[] = [];
    const partitionKey = `/subscriptions/${subscriptionId}`;
    for (let at = 0; at < machineIds.length; at += maxIds) {
      const ids = machineIds.slice(at, at + maxIds).map((machineId) => machineWorkspaceKey(machineId).id);
      const query = 'SELECT * FROM c WHERE c.scope = @scope AND ARRAY_CONTAINS(@ids, c.id)';
      const parameters = [
        { name: '@scope', value: partitionKey },
        { name: '@ids', value: ids },
      ];
      found.push(...(await all<MachineWorkspaceDocument>(container(), { query, parameters, partitionKey })));
    }
    return found;
  };

  return {
    machines,
    list: () =>
      all<WorkspaceDocument>(container(), {
        query: `SELECT * FROM c WHERE c.scope = @scope AND c.kind = 'workspace'`,
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      }),

    save: (document) => saveVersion(container(), document),

    async remove(document) {
      if (!(await removeVersion(container(), document))) throw new Conflict('It is gone');
    },

    async settle(document) {
      try {
        await orConflict(container().items.create(document));
        return document;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
      const [found] = await machines(document.scope.split('/')[2]!, [document.machineId]);
      if (!found) throw new Conflict('The machine was settled and is gone');
      return found;
    },
  };
}
