import type { IngestKeyStore } from '../../flows/ports/door';
import type { IngestKeyDocument } from '../../model/ingestKey';
import type { Containers } from './client';
import { all, type Query } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

const scopeOf = (workspaceId: string): string => `/workspaces/${workspaceId.toLowerCase()}`;
const idOf = (pair: string): string => `ingestKey|${pair}`;

const keyOf = ({ pair, workspaceId }: IngestKeyDocument): { id: string; scope: string } => ({
  id: idOf(pair),
  scope: scopeOf(workspaceId),
});

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
    save: async (document) => void (await saveVersion(container(), { ...document, ...keyOf(document) })),
    remove: async (document) => void (await removeVersion(container(), { ...document, ...keyOf(document) })),
  };
}
