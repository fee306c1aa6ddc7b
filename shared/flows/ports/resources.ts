import type { Partition } from '../../model/documents/stored';
import type { ResourceDocument } from '../../model/documents/resources';
import type { Listed, ListOptions } from './listed';

/** Rows of the inventory. `outside`: those of no Azure subscription, instead of those in `scope`. */
export interface AssetQuery {
  scope: string;
  outside?: boolean | undefined;
  types?: readonly string[] | undefined;
  /** By `observedAt`; else in the order that costs least. */
  order?: 'oldest' | 'newest' | undefined;
}

export interface ResourceStore {
  /** Everything in one partition that is not removed. */
  load(partition: Partition): Promise<ResourceDocument[]>;
  get(resourceId: string): Promise<ResourceDocument | undefined>;
  /** Stores a snapshot (or, with `deleted`, a tombstone) unless a newer one is there; answers what happened. */
  save(document: ResourceDocument): Promise<'stored' | 'older'>;
  /** Copies are left out. */
  list(filter: { scope: string; type?: string | undefined }, options: ListOptions): Promise<Listed<ResourceDocument>>;
  /** Resources without the facts and findings kept about them, and without copies. */
  assets(query: AssetQuery, options: ListOptions): Promise<Listed<ResourceDocument>>;
  /** When something of these types was last seen in each of the partitions that have it. Types as they are stored. */
  lastSeen(partitions: readonly Partition[], types: readonly string[]): Promise<(Partition & { observedAt: string })[]>;
  /** What a source told last, and not since `before` (ISO), that is not removed. */
  unseen(
    filter: { subscriptionId: string; source: string; before: string },
    options: ListOptions,
  ): Promise<Listed<ResourceDocument>>;
  /** Root ids of one subscription (`roots` of judge work), page by page. */
  roots(subscriptionId: string, options: ListOptions): Promise<Listed<Partition>>;
}
