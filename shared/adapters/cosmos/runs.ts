import type { RunDocument } from '../../model/documents';
import type { RunStore } from '../../flows/ports';
import type { Containers } from './client';
import { listed } from './list';

export function runStore(containers: Containers): RunStore {
  const container = () => containers('runs');
  return {
    save: async (run) => void (await container().items.upsert(run)),
    list: (automationId, options) =>
      listed<RunDocument>(
        container(),
        {
          query: 'SELECT * FROM c WHERE c.automationId = @automation ORDER BY c.at DESC',
          parameters: [{ name: '@automation', value: automationId }],
          partitionKey: [automationId],
        },
        options,
      ),
  };
}
