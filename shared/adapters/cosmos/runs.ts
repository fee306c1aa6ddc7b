import type { RunDocument } from '../../model/documents/runs';
import type { RunStore } from '../../flows/ports/runs';
import { orConflict } from './batch';
import type { Containers } from './client';
import { listed } from './list';

export function runStore(containers: Containers): RunStore {
  const container = () => containers('runs');
  return {
    save: async (run) => void (await container().items.upsert(run)),
    list: (automationId, { status, ...options }) =>
      listed<RunDocument>(
        container(),
        {
          query: `SELECT * FROM c WHERE c.automationId = @automation${status ? ' AND c.status = @status' : ''} ORDER BY c.at DESC`,
          parameters: [
            { name: '@automation', value: automationId },
            ...(status ? [{ name: '@status', value: status }] : []),
          ],
          partitionKey: [automationId],
        },
        options,
      ),
    get: async (automationId, day, id) =>
      (await container().item(id, [automationId, day]).read<RunDocument>()).resource,
    async replace({ _etag, ...run }) {
      const accessCondition = { type: 'IfMatch', condition: _etag ?? '' };
      await orConflict(container().item(run.id, [run.automationId, run.day]).replace(run, { accessCondition }));
    },
  };
}
