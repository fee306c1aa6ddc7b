import { sourceMappingKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { SourceMappingStore } from '../../flows/ports/settings';
import type { SourceMappingDocument } from '../../model/sourceMapping';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

export function sourceMappingStore(containers: Containers): SourceMappingStore {
  const container = () => containers('settings');
  const { scope } = sourceMappingKey('', '');
  return {
    list: () =>
      all<SourceMappingDocument>(container(), {
        query: 'SELECT * FROM c WHERE c.scope = @scope',
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      }),
    async get(workspaceId, name) {
      const { id } = sourceMappingKey(workspaceId, name);
      return (await container().item(id, scope).read<SourceMappingDocument>()).resource;
    },
    save: (document) => saveVersion(container(), document),
    async remove(document) {
      if (!(await removeVersion(container(), document))) throw new Conflict('It is gone');
    },
  };
}
