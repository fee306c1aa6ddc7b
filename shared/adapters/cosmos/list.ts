import type { Container, PartitionKey, SqlParameter } from '@azure/cosmos';
import type { Listed, ListOptions } from '../../flows/ports/listed';

export interface Query {
  query: string;
  parameters: SqlParameter[];
  partitionKey?: PartitionKey;
}

/**
 * One page of a query. A Cosmos page may be short or empty although more follows, so pages are read until `top` rows are
 * there or the end is reached; the last request asks for what is missing, so no row is read and dropped.
 */
export async function listed<T>(container: Container, query: Query, options: ListOptions): Promise<Listed<T>> {
  const items: T[] = [];
  let continuation = options.continuation;
  do {
    const response = await container.items
      .query<T>(
        { query: query.query, parameters: query.parameters },
        {
          maxItemCount: options.top - items.length,
          ...(continuation && { continuationToken: continuation }),
          ...(query.partitionKey && { partitionKey: query.partitionKey }),
        },
      )
      .fetchNext();
    items.push(...(response.resources ?? []));
    continuation = response.continuationToken;
  } while (continuation && items.length < options.top);
  return continuation ? { items, continuation } : { items };
}

/** All rows of a query that is known to be small. */
export async function all<T>(container: Container, { query, parameters, partitionKey }: Query): Promise<T[]> {
  const options = { maxItemCount: 1000, ...(partitionKey && { partitionKey }) };
  return (await container.items.query<T>({ query, parameters }, options).fetchAll()).resources;
}
