import type { Partition, ResourceDocument } from '../../model/documents';
import type { Listed, ListOptions } from './listed';

export interface ResourceStore {
  /** Everything in one partition that is not removed. */
  load(partition: Partition): Promise<ResourceDocument[]>;
  get(resourceId: string): Promise<ResourceDocument | undefined>;
  /** Stores a snapshot (or, with `deleted`, a tombstone) unless a newer one is there; answers what happened. */
  save(document: ResourceDocument): Promise<'stored' | 'older'>;
  /** Copies are left out. */
  list(filter: { scope: string; type?: string | undefined }, options: ListOptions): Promise<Listed<ResourceDocument>>;
  /** What a source told last, and not since `before` (ISO), that is not removed. */
  unseen(
    filter: { subscriptionId: string; source: string; before: string },
    options: ListOptions,
  ): Promise<Listed<ResourceDocument>>;
  /** Root ids of one subscription (`roots` of judge work), page by page. */
  roots(subscriptionId: string, options: ListOptions): Promise<Listed<Partition>>;
}
