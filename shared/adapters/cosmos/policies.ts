import { randomUUID } from 'node:crypto';
import type { Container, ItemDefinition, JSONObject, OperationInput } from '@azure/cosmos';
import { policyKey, policyRevisionId } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { PolicyStore } from '../../flows/ports/policies';
import type { PolicyDocument } from '../../model/policy';
import { writeBatch } from './batch';
import type { Containers } from './client';
import { listed } from './list';

const tombstoneSeconds = 7 * 24 * 3600;

/** Each write goes with a new revision of its scope, in one batch: readers ask for that before they read all again. */
export function policyStore(containers: Containers): PolicyStore {
  const container = () => containers('policies');
  const read = async ({ id, scope }: { id: string; scope: string }): Promise<PolicyDocument | undefined> =>
    (await container().item(id, scope).read<PolicyDocument>()).resource;

  return {
    async revision(scope) {
      const { resource } = await container().item(policyRevisionId, scope).read<{ revision: string }>();
      return resource?.revision;
    },

    list({ scope, kind }, options) {
      const ofKind = kind ? ' AND c.kind = @kind' : ` AND c.kind != 'policyRevision'`;
      return listed(
        container(),
        {
          query: `SELECT * FROM c WHERE c.scope = @scope AND NOT IS_DEFINED(c.deleted)${ofKind}`,
          parameters: [{ name: '@scope', value: scope }, ...(kind ? [{ name: '@kind', value: kind }] : [])],
          partitionKey: scope,
        },
        options,
      );
    },

    async count({ scope, kind }) {
      const query =
        'SELECT VALUE COUNT(1) FROM c WHERE c.scope = @scope AND NOT IS_DEFINED(c.deleted) AND c.kind = @kind';
      const parameters = [
        { name: '@scope', value: scope },
        { name: '@kind', value: kind },
      ];
      const counted = container().items.query<number>({ query, parameters }, { partitionKey: scope });
      return (await counted.fetchAll()).resources[0] ?? 0;
    },

    async get(id) {
      const key = policyKey(id);
      const found = key && (await read(key));
      return found?.deleted ? undefined : found;
    },

    async save<T extends PolicyDocument>(document: T): Promise<T> {
      const stored = await read(document);
      if (stored && stored.deleted !== true && document._etag === undefined) throw new Conflict('It is there already');
      const etag = document._etag ?? stored?._etag;
      await write(container(), document, etag);
      const saved = await read(document);
      if (!saved) throw new Conflict('It is gone');
      return saved as T;
    },

    async remove(document) {
      if (!document._etag) throw new Conflict('Nobody has read it');
      await write(container(), { ...document, deleted: true, ttl: tombstoneSeconds }, document._etag);
    },
  };
}

function write(container: Container, document: PolicyDocument, etag: string | undefined): Promise<void> {
  const { _etag, ...body } = document;
  const resourceBody = body as unknown as JSONObject;
  const operation: OperationInput = etag
    ? { operationType: 'Replace', id: body.id, ifMatch: etag, resourceBody }
    : { operationType: 'Create', resourceBody };
  const revision: ItemDefinition = {
    id: policyRevisionId,
    kind: 'policyRevision',
    scope: body.scope,
    revision: randomUUID(),
  };
  return writeBatch(container, body.scope, [
    operation,
    { operationType: 'Upsert', resourceBody: revision as unknown as JSONObject },
  ]);
}
