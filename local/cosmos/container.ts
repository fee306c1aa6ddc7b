import type { ContainerResource } from './definition';
import { compileIndexing, type IndexNode } from './indexing';
import { pathSegments } from './propertyPath';

/** A container as the endpoint holds it in memory; `_rid` and `number` stay the same over restarts. */
export interface Container {
  readonly database: string;
  readonly number: number;
  readonly rid: string;
  readonly self: string;
  readonly etag: string;
  readonly modified: number;
  readonly definition: ContainerResource;
  readonly keyPaths: readonly (readonly string[])[];
  readonly uniquePaths: readonly (readonly (readonly string[])[])[];
  readonly indexing: IndexNode;
  /** Throughput as the SDK posted it; the endpoint reports it and does not throttle. */
  readonly offer: OfferContent;
}

export interface OfferContent {
  offerThroughput: number;
  offerAutopilotSettings?: { maxThroughput: number } | undefined;
}

export type ContainerRecord = Pick<
  Container,
  'database' | 'number' | 'rid' | 'self' | 'etag' | 'modified' | 'definition' | 'offer'
>;

export const containerOf = (record: ContainerRecord): Container => ({
  ...record,
  keyPaths: record.definition.partitionKey.paths.map(pathSegments),
  uniquePaths: (record.definition.uniqueKeyPolicy?.uniqueKeys ?? []).map(({ paths }) => paths.map(pathSegments)),
  indexing: compileIndexing(record.definition.indexingPolicy),
});

/** Second at which a document expires, or undefined: an own ttl counts only if the container has a default. */
export function expiryOf(
  container: Container,
  item: { modified: number; ttl: number | undefined },
): number | undefined {
  const { defaultTtl } = container.definition;
  if (defaultTtl === undefined) return undefined;
  const ttl = item.ttl ?? defaultTtl;
  return ttl === -1 ? undefined : item.modified + ttl;
}
