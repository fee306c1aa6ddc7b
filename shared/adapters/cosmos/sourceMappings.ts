import type { ItemDefinition } from '@azure/cosmos';
import { sourceMappingKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { SourceMappingStore } from '../../flows/ports/settings';
import type { SourceMappingDocument } from '../../model/sourceMapping';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';

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
    async save({ _etag, ...document }) {
      const body = document as ItemDefinition;
      const accessCondition = { type: 'IfMatch', condition: _etag ?? '' };
      const write = _etag
        ? container().item(document.id, scope).replace(body, { accessCondition })
        : container().items.create(body);
      return (await orGone(orConflict(write))).resource as unknown as SourceMappingDocument;
    },
    async remove({ id, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      await orGone(orConflict(container().item(id, scope).delete(options)));
    },
  };
}

/** One that was removed meanwhile is lost too: whoever removed it was faster. */
async function orGone<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) throw new Conflict('It is gone', { cause: error });
    throw error;
  }
}
