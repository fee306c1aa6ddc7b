import type { PolicyDocument, PolicyKind } from '../../model/policy';
import type { Listed, ListOptions } from './listed';

/** Definitions, initiatives, assignments, exemptions and settings of recommendations. Scopes in lower case, `/` for the tenant. */
export interface PolicyStore {
  /** Another one after every save and removal in that scope; undefined where nothing ever was. */
  revision(scope: string): Promise<string | undefined>;
  /** What is kept in exactly this scope. */
  list<K extends PolicyKind>(
    filter: { scope: string; kind?: K | undefined },
    options: ListOptions,
  ): Promise<Listed<Extract<PolicyDocument, { kind: K }>>>;
  /** How many of a kind are kept in exactly this scope. */
  count(filter: { scope: string; kind: PolicyKind }): Promise<number>;
  /** By ARM id, without case. */
  get(id: string): Promise<PolicyDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save<T extends PolicyDocument>(document: T): Promise<T>;
  /** Leaves a tombstone, of which the change feed tells. Throws Conflict when another version is there or it is gone. */
  remove(document: PolicyDocument): Promise<void>;
}
