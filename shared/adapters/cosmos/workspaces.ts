import { machineWorkspaceKey, workspaceDocumentKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { WorkspaceStore } from '../../flows/ports/workspaces';
import type { MachineWorkspaceDocument, WorkspaceDocument } from '../../model/documents/settings';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';

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

    async save({ _etag, ...document }) {
      if (!_etag)
        return (await orConflict(container().items.create(document))).resource as unknown as WorkspaceDocument;
      const accessCondition = { type: 'IfMatch', condition: _etag };
      const write = container().item(document.id, document.scope).replace(document, { accessCondition });
      return (await orConflict(write)).resource as unknown as WorkspaceDocument;
    },

    async remove({ id, scope: key, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      await orConflict(container().item(id, key).delete(options));
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
