import type { InventoryDocument } from '../../model/documents/readers';
import type { JsonObject } from '../../model/json';

export interface FoundSubscription {
  subscriptionId: string;
  displayName: string;
  tenantId: string;
  /** From the nearest to the root, ids in lower case. */
  managementGroups: string[];
}

export interface GraphQuery {
  subscriptionId: string;
  query: string;
  skipToken?: string | undefined;
  /** Also what is assigned above the subscription and holds in it. */
  above?: boolean | undefined;
}

/** One page of rows. `total` is how many rows the query has; without `skipToken` it is the last page. */
export interface GraphPage {
  rows: JsonObject[];
  total: number;
  skipToken?: string;
  /** The service cut the answer and gives no way to the rest. */
  isCut: boolean;
}

/**
 * Azure Resource Graph and Resource Manager, read with the identity of the app. Throws Throttled, and Rejected where asking again
 * does not help (code `Forbidden`, else what the service calls it).
 */
export interface AzureReader {
  /** Every subscription that the identity sees. */
  subscriptions(): Promise<FoundSubscription[]>;
  rows(query: GraphQuery): Promise<GraphPage>;
  /** Whether the identity may read everything in the subscription, and not just parts of it. */
  readsAll(subscriptionId: string): Promise<boolean>;
  /** One resource, or undefined when there is none of that id. */
  get(path: string, apiVersion: string): Promise<JsonObject | undefined>;
  /** All members of a collection, or undefined when its parent is not there. */
  list(path: string, apiVersion: string): Promise<JsonObject[] | undefined>;
}

/** What the directory tells of somebody: what it does not tell is not known. */
export interface DirectoryEntry {
  id: string;
  principalType: 'User' | 'ServicePrincipal' | 'Group';
  displayName?: string;
  userType?: 'Member' | 'Guest';
  accountEnabled?: boolean;
}

/** Microsoft Graph. Throws Throttled, and Rejected (`Forbidden`) where the app lacks a permission. */
export interface PrincipalDirectory {
  users(ids: readonly string[]): Promise<DirectoryEntry[]>;
  servicePrincipals(ids: readonly string[]): Promise<DirectoryEntry[]>;
  groups(ids: readonly string[]): Promise<DirectoryEntry[]>;
  /** Users who are in the group, directly or through other groups. */
  usersOf(groupId: string): Promise<DirectoryEntry[]>;
  /** Whether users have registered a second factor, by id in lower case: of who is not in it the directory has no record. */
  mfaRegistrations(): Promise<ReadonlyMap<string, boolean>>;
}

/** How far each subscription is read. */
export interface InventoryStore {
  all(): Promise<InventoryDocument[]>;
  find(subscriptionId: string): Promise<InventoryDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save(document: InventoryDocument): Promise<InventoryDocument>;
}
