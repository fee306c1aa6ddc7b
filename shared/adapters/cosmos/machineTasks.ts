import type { ItemDefinition, SqlParameter } from '@azure/cosmos';
import { machineTaskKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { MachineTaskStore } from '../../flows/ports/machineTasks';
import type { MachineTaskDocument } from '../../model/machineTask';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all, listed, type Query } from './list';

/** All tasks of a workspace lie below one prefix of the hierarchical key. */
const within = (workspaceId: string, condition: string, parameters: SqlParameter[]): Query => {
  const { automationId } = machineTaskKey(workspaceId, '');
  return {
    query: `SELECT * FROM c WHERE c.automationId = @tasks${condition}`,
    parameters: [{ name: '@tasks', value: automationId }, ...parameters],
    partitionKey: [automationId],
  };
};

export function machineTaskStore(containers: Containers): MachineTaskStore {
  const container = () => containers('runs');
  return {
    list: (workspaceId, { machineId, ...options }) =>
      listed<MachineTaskDocument>(
        container(),
        within(
          workspaceId,
          `${machineId ? ' AND c["order"].machineId = @machine' : ''} ORDER BY c.at DESC`,
          machineId ? [{ name: '@machine', value: machineId }] : [],
        ),
        options,
      ),
    async get(workspaceId, taskId) {
      const { id } = machineTaskKey(workspaceId, taskId);
      const query = within(workspaceId, ' AND c.id = @id', [{ name: '@id', value: id }]);
      return (await all<MachineTaskDocument>(container(), query))[0];
    },
    async open(workspaceId, machineId, now, top) {
      const condition =
        ' AND c["order"].machineId = @machine AND c["order"].expiresAt > @now AND ARRAY_CONTAINS(@open, c.state) ORDER BY c.at';
      const query = within(workspaceId, condition, [
        { name: '@machine', value: machineId },
        { name: '@now', value: now.toISOString() },
        { name: '@open', value: ['waiting', 'handedOut'] },
      ]);
      return (await listed<MachineTaskDocument>(container(), query, { top })).items;
    },
    async save({ _etag, ...document }) {
      const { id, automationId, day } = document;
      const body = document as unknown as ItemDefinition;
      const accessCondition = { type: 'IfMatch', condition: _etag ?? '' };
      const write = _etag
        ? container().item(id, [automationId, day]).replace(body, { accessCondition })
        : container().items.create(body);
      try {
        return (await orConflict(write)).resource as unknown as MachineTaskDocument;
      } catch (error) {
        if (_etag && (error as { code?: unknown }).code === 404) throw new Conflict('It is gone', { cause: error });
        throw error;
      }
    },
  };
}
