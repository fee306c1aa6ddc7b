import { policyKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { PolicyStore } from '../../../shared/flows/ports/policies';
import type { PolicyDocument } from '../../../shared/model/policy';
import { etagMap, page } from './etagMap';

/** `feed` holds every document in the order it was written, tombstones among them. */
export function memoryPolicies(): { store: PolicyStore; feed: PolicyDocument[] } {
  const documents = etagMap<PolicyDocument>();
  const revisions = new Map<string, number>();
  const feed: PolicyDocument[] = [];
  const keyOf = ({ id, scope }: { id: string; scope: string }): string => `${scope}|${id}`;
  const write = <T extends PolicyDocument>(document: T): T => {
    const written = documents.write([[keyOf(document), document]])[0] as T;
    revisions.set(document.scope, (revisions.get(document.scope) ?? 0) + 1);
    feed.push(written);
    return written;
  };
  const store: PolicyStore = {
    revision: async (scope) => revisions.get(scope)?.toString(),
    list: async ({ scope, kind }, options) =>
      page(
        documents.values((one) => one.scope === scope && !one.deleted && (!kind || one.kind === kind)) as never[],
        options,
      ),
    count: async ({ scope, kind }) =>
      documents.values((one) => one.scope === scope && !one.deleted && one.kind === kind).length,
    async get(id) {
      const key = policyKey(id);
      const found = key && documents.get(keyOf(key));
      return found?.deleted ? undefined : found;
    },
    async save(document) {
      const stored = documents.get(keyOf(document));
      return write(stored?.deleted && !document._etag ? { ...document, _etag: stored._etag! } : document);
    },
    async remove(document) {
      if (!document._etag) throw new Conflict('Nobody has read it');
      write({ ...document, deleted: true });
    },
  };
  return { store, feed };
}
