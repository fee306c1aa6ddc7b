/** What every stored document carries: its key in the container, its workspace, and `_etag` once it was read. */
export interface Stored {
  id: string;
  workspaceId: string;
  _etag?: string;
  ttl?: number;
}

/** Key of the containers `resources` and `findings`: subscription, then top-level resource (lower case). */
export interface Partition {
  subscriptionId: string;
  rootId: string;
}
