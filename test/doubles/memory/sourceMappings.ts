import { sourceMappingKey } from '../../../shared/core/documentIds';
import type { SourceMappingStore } from '../../../shared/flows/ports/settings';
import type { SourceMappingDocument } from '../../../shared/model/sourceMapping';
import { etagMap } from './etagMap';

export function memorySourceMappings(): SourceMappingStore {
  const mappings = etagMap<SourceMappingDocument>();
  return {
    list: async () => mappings.values(),
    get: async (workspaceId, name) => mappings.get(sourceMappingKey(workspaceId, name).id),
    save: async (document) => mappings.write([[document.id, document]])[0]!,
    remove: async ({ id, _etag }) => mappings.remove(id, _etag),
  };
}
