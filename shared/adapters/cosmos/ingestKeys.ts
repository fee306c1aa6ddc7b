import type { IngestKeyStore } from '../../flows/ports/door';
import type { IngestKeyDocument } from '../../model/ingestKey';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all, type Query } from './list';

const scopeOf = (workspaceId: string): string => `/workspaces/${workspaceId.toLowerCase()}`;
const idOf = (pair: string): string => `ingestKey|${pair}`;

const inWorkspace = (selected: string, workspaceId: string): Query => ({
  query: `SELECT ${selected} FROM c WHERE c.scope = @scope AND c.kind = 'ingestKey'`,
  parameters: [{ name: '@scope', value: scopeOf(workspaceId) }],
  partitionKey: scopeOf(workspaceId),
});

/** All pairs of a workspace in one partition; one is a point read. */
export function ingestKeyStore(containers: Containers): IngestKeyStore {
  const container = () => containers('settings');
  return {
    get: async (workspaceId, pair) =>
      (await container().item(idOf(pair), scopeOf(workspaceId)).read<IngestKeyDocument>()).resource,
    list: (workspaceId) => all<IngestKeyDocument>(container(), inWorkspace('*', workspaceId)),
    count: async (workspaceId) => (await all<number>(container(), inWorkspace('VALUE COUNT(1)', workspaceId)))[0] ?? 0,
    async save({ _etag, ...document }) {
      const stored = { ...document, id: idOf(document.pair), scope: scopeOf(document.workspaceId) };
      if (_etag === undefined) return void (await orConflict(container().items.create(stored)));
      const accessCondition = { type: 'IfMatch', condition: _etag };
      await orConflict(container().item(stored.id, stored.scope).replace(stored, { accessCondition }));
    },
    async remove({ pair, workspaceId, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      await orConflict(container().item(idOf(pair), scopeOf(workspaceId)).delete(options));
    },
  };
}
